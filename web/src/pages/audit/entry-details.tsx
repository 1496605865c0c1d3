import { Drawer, Stack, Title } from '@mantine/core';
import type { AuditEntry } from '../../api/resources/audit.ts';
import { CopyableText } from '../../parts/copyable.tsx';
import { Facts } from '../../parts/facts.tsx';
import { When } from '../../parts/when.tsx';

/** One entry as it stands in the chain. */
export function EntryDetails({ entry, onClose }: { entry: AuditEntry | null; onClose: () => void }) {
  return (
    <Drawer
      opened={entry !== null}
      onClose={onClose}
      position="right"
      size={460}
      title={entry === null ? '' : `Entry ${String(entry.seq)}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {entry !== null && (
        <Stack>
          <Facts
            facts={[
              ['When', <When key="at" at={entry.at} />],
              ['Who', entry.actor],
              [
                'What',
                <span key="what" className="cm-mono">
                  {entry.action}
                </span>,
              ],
              [
                'Hash',
                <span key="hash" className="cm-mono">
                  {entry.hash}
                </span>,
              ],
            ]}
          />
          <Title order={3}>About</Title>
          <CopyableText text={JSON.stringify(entry.subject, null, 2)} label="What the entry is about" />
        </Stack>
      )}
    </Drawer>
  );
}
