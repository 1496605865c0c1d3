import { Badge, Button, Checkbox, Group, Paper, Text } from '@mantine/core';
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
      cell: ({ isGuest, isEnabled }) =>
        isGuest ? <Badge color="gray">Guest</Badge> : isEnabled === false && <Badge color="gray">Sign-in off</Badge>,
    },
    {
      key: 'licence',
      title: 'Licence',
      width: '90px',
      cell: ({ isLicensed }) => (isLicensed === null ? '–' : isLicensed ? 'yes' : 'none'),
    },
  ];
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
