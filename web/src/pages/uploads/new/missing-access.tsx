import { Alert, Stack, Text } from '@mantine/core';
import type { FoundMailbox } from '../../../api/resources/preflight.ts';
import { counted } from '../../../parts/words.ts';
import { foundText } from './found-state.tsx';

/** Why mailboxes cannot be read, said once for those that have the same cause. */
export function MissingAccess({ rows }: { rows: readonly FoundMailbox[] }) {
  const missing = rows.filter(({ isReadable }) => !isReadable);
  if (missing.length === 0) return null;
  const causes = Map.groupBy(missing, foundText);
  return (
    <Alert
      color="orange"
      title={`${counted(missing.length, 'mailbox', 'mailboxes')} cannot be read yet: nothing would come from there`}
    >
      <Stack gap="xs">
        {[...causes].map(([cause, of]) => (
          <Text key={cause} component="div">
            <b>{of.map(({ address }) => address).join(', ')}</b>: {cause}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}
