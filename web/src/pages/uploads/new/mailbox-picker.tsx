import { Button, Checkbox, Group, Paper, Text } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useDirectory, type DirectoryMailbox } from '../../../api/resources/connections.ts';
import { DataTable, type Column } from '../../../parts/data-table.tsx';
import { Nothing, ProblemAlert, Waiting } from '../../../parts/states.tsx';
import { counted } from '../../../parts/words.ts';
import type { ChosenRow } from './draft.ts';

interface PickerProps {
  readonly connection: string | null;
  readonly search: string;
  readonly chosen: readonly ChosenRow[];
  readonly onToggle: (mailboxes: readonly DirectoryMailbox[], isIn: boolean) => void;
}

/** The directory, however long it is. Aliases are found, and shown where they are why a row was found. */
export function MailboxPicker({ connection, search, chosen, onToggle }: PickerProps) {
  const list = useDirectory(connection, search);
  const isIn = new Set(chosen.map(({ address }) => address));
  if (connection === null) {
    return (
      <Paper>
        <Nothing icon={<IconMail />} title="Choose a connection">
          Its directory is listed here.
        </Nothing>
      </Paper>
    );
  }
  if (list.rows === undefined) {
    return list.error === null ? <Waiting rows={10} /> : <ProblemAlert thrown={list.error} again={list.again} />;
  }
  const rows = list.rows;
  const allShown = rows.length > 0 && rows.every(({ address }) => isIn.has(address));
  return (
    <>
      <DataTable
        label="Mailboxes of the directory"
        rows={rows}
        columns={columnsFor(isIn, search, onToggle)}
        keyOf={({ address }) => address}
        onOpen={(row) => onToggle([row], !isIn.has(row.address))}
        isChosen={({ address }) => isIn.has(address)}
        onEnd={list.more}
        isLoadingMore={list.isLoadingMore}
      />
      {rows.length === 0 && <Text c="dimmed">No mailbox has “{search}” in its name, address or aliases.</Text>}
      {rows.length > 0 && (
        <Group justify="space-between">
          <Text c="dimmed">
            {counted(rows.length, 'mailbox', 'mailboxes')} shown{list.hasMore ? '; more follow as you scroll' : ''}
          </Text>
          <Button size="compact-sm" variant="subtle" onClick={() => onToggle(rows, !allShown)}>
            {allShown ? 'Leave out' : 'Tick'} all that are shown
          </Button>
        </Group>
      )}
    </>
  );
}

function columnsFor(
  isIn: ReadonlySet<string>,
  search: string,
  onToggle: PickerProps['onToggle'],
): readonly Column<DirectoryMailbox>[] {
  return [
    {
      key: 'tick',
      title: '',
      width: '44px',
      cell: (row) => (
        <Checkbox
          size="xs"
          aria-label={`Upload from ${row.address}`}
          checked={isIn.has(row.address)}
          onChange={(event) => onToggle([row], event.currentTarget.checked)}
          onClick={(event) => event.stopPropagation()}
        />
      ),
    },
    { key: 'name', title: 'Name', cell: ({ name }) => name },
    { key: 'address', title: 'Address', cell: (row) => <Address row={row} search={search} /> },
    {
      key: 'kind',
      title: 'Kind',
      width: '110px',
      cell: (row) => <Kind row={row} />,
    },
    {
      key: 'licence',
      title: 'Licence',
      width: '90px',
      cell: ({ isLicensed }) => (isLicensed === null ? 'unknown' : isLicensed ? 'yes' : 'none'),
    },
  ];
}

const kindNames: Readonly<Record<DirectoryMailbox['kind'], string>> = {
  user: 'Person',
  shared: 'Shared',
  room: 'Room',
  equipment: 'Equipment',
  linked: 'Linked',
  others: 'Other',
  guest: 'Guest',
  unknown: 'Unknown',
};

/** What Exchange says, and that nobody can sign in where the directory says so: neither is guessed. */
function Kind({ row: { kind, isEnabled } }: { row: DirectoryMailbox }) {
  const why =
    kind === 'unknown' ? 'This connection may not ask Exchange for it: it takes “tell mailbox kinds”.' : undefined;
  return (
    <span title={isEnabled === false ? 'Nobody can sign in with the account.' : why}>
      <Text span inherit c={kind === 'unknown' ? 'dimmed' : undefined}>
        {kindNames[kind]}
      </Text>
      {isEnabled === false && (
        <Text span inherit c="dimmed">
          , off
        </Text>
      )}
    </span>
  );
}

function Address({ row, search }: { row: DirectoryMailbox; search: string }) {
  const wanted = search.toLowerCase();
  const isPlain =
    wanted === '' || row.address.toLowerCase().includes(wanted) || row.name.toLowerCase().includes(wanted);
  const alias = isPlain ? undefined : row.aliases.find((one) => one.toLowerCase().includes(wanted));
  return (
    <span>
      {row.address}
      {alias !== undefined && (
        <Text span inherit c="dimmed">
          {' '}
          also {alias}
        </Text>
      )}
    </span>
  );
}
