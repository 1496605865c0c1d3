import { Alert, Button, Checkbox, Group, Loader, Paper, Stack, Text } from '@mantine/core';
import { IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { startCollection, type Wanted } from '../../../api/resources/collections.ts';
import type { FoundMailbox } from '../../../api/resources/preflight.ts';
import { queryClient } from '../../../frame/query-client.ts';
import { DataTable, type Column } from '../../../parts/data-table.tsx';
import { useForm } from '../../../parts/form.ts';
import { ProblemAlert } from '../../../parts/states.tsx';
import { count, counted } from '../../../parts/words.ts';
import { FixPackPanel } from '../fix-pack-panel.tsx';
import { foundText, FoundState } from './found-state.tsx';
import { MissingAccess } from './missing-access.tsx';
import { usePreflight, type Preflight } from './use-preflight.ts';

const columns: readonly Column<FoundMailbox>[] = [
  { key: 'mailbox', title: 'Mailbox', width: '250px', cell: ({ address }) => address },
  { key: 'state', title: 'Access', width: '110px', cell: (row) => <FoundState row={row} /> },
  {
    key: 'count',
    title: 'Messages',
    width: '120px',
    isNumber: true,
    cell: ({ count: found, isAtLeast }) => `${isAtLeast ? 'at least ' : ''}${count(found)}`,
  },
  { key: 'why', title: 'What was found', cell: (row) => <Found row={row} /> },
];

function Found({ row }: { row: FoundMailbox }) {
  const text = row.isReadable ? foundText(row) : 'Cannot be read yet; the reason is below.';
  return <span title={foundText(row)}>{text === '' ? 'It can be read.' : text}</span>;
}

interface StartProps {
  readonly matter: string;
  readonly wanted: Wanted;
  readonly processing: 'now' | 'later';
  readonly onBack: () => void;
}

/** What will come, mailbox by mailbox; then the start. */
export function StartStep({ matter, wanted, processing, onBack }: StartProps) {
  const navigate = useNavigate();
  const [round, setRound] = useState(0);
  const [isWaiting, setWaiting] = useState(true);
  const [key] = useState(() => crypto.randomUUID());
  const preflight = usePreflight({ matter, wanted, round });
  const { rows, end, thrown } = preflight;
  const form = useForm(async () => {
    const { id } = await startCollection(matter, { ...wanted, processing, waitForAccess: isWaiting }, key);
    await queryClient.invalidateQueries({ queryKey: ['collections'] });
    await navigate({ to: '/matters/$matter/uploads/$collection', params: { matter, collection: id } });
  });
  const isMissing = rows.some(({ isReadable }) => !isReadable);
  return (
    <Stack component="form" onSubmit={form.onSubmit} style={{ flex: '1 0 auto' }}>
      <Summary preflight={preflight} mailboxes={wanted.mailboxes.length} onAgain={() => setRound(round + 1)} />
      {thrown !== null && <ProblemAlert thrown={thrown} again={() => setRound(round + 1)} />}
      {rows.length > 0 && (
        <DataTable
          label="What was found in each mailbox"
          rows={rows}
          columns={columns}
          keyOf={({ address }) => address}
          height={320}
        />
      )}
      <MissingAccess rows={rows} />
      {preflight.connection.map(({ id, cause, fix }) => (
        <Alert key={id} color="orange" title={cause}>
          {fix.join(' ')}
        </Alert>
      ))}
      {end?.fixPack != null && <FixPackPanel pack={end.fixPack} />}
      {isMissing && (
        <Checkbox
          checked={isWaiting}
          onChange={(event) => setWaiting(event.currentTarget.checked)}
          label="Wait for access where it is missing"
          description="Looks again every few minutes, and starts by itself once it works. Unticked, those mailboxes end as not allowed."
        />
      )}
      {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
      <Group justify="flex-end" gap="xs" mt="auto">
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button type="submit" loading={form.isBusy} disabled={end === null} leftSection={<IconPlayerPlay size={16} />}>
          {isMissing && isWaiting ? 'Start, waiting for access' : 'Start the upload'}
        </Button>
      </Group>
    </Stack>
  );
}

function Summary({ preflight, mailboxes, onAgain }: { preflight: Preflight; mailboxes: number; onAgain: () => void }) {
  const { rows, end, thrown } = preflight;
  const missing = rows.filter(({ isReadable }) => !isReadable).length;
  const isLooking = end === null && thrown === null;
  const found = end?.total ?? rows.reduce((sum, row) => sum + (row.count ?? 0), 0);
  return (
    <Paper p="md">
      <Group justify="space-between">
        <Group gap="lg" role="status">
          <div>
            <Text fz={24} fw={650} lh={1.2}>
              {count(found)}
            </Text>
            <Text c="dimmed">
              messages at the source{isLooking ? ' so far' : ''}
              {missing > 0 && `, without ${counted(missing, 'mailbox', 'mailboxes')}`}
            </Text>
          </div>
          {isLooking && (
            <Group gap="xs">
              <Loader size={16} />
              <Text c="dimmed">
                {count(rows.length)} of {counted(mailboxes, 'mailbox', 'mailboxes')} looked at
              </Text>
            </Group>
          )}
        </Group>
        <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={onAgain} disabled={isLooking}>
          Look again
        </Button>
      </Group>
    </Paper>
  );
}
