import { Button, Text } from '@mantine/core';
import { IconUserPlus, IconUsersGroup } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { createCustodian, useCustodians, type Custodian } from '../../api/resources/matters.ts';
import { useMembership } from '../../api/resources/me.ts';
import { queryClient } from '../../frame/query-client.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { NameDialog } from '../../parts/dialogs/name-dialog.tsx';
import { Page } from '../../parts/page.tsx';
import { Nothing, ProblemAlert, Waiting } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { count } from '../../parts/words.ts';

const columns: readonly Column<Custodian>[] = [
  { key: 'name', title: 'Custodian', cell: ({ name }) => <b style={{ fontWeight: 600 }}>{name}</b> },
  {
    key: 'mailboxes',
    title: 'Mailboxes',
    cell: ({ mailboxes }) => (
      <Text truncate title={mailboxes?.join(', ')}>
        {mailboxes === null ? '–' : mailboxes.join(', ')}
      </Text>
    ),
  },
  { key: 'items', title: 'Kept items', width: '120px', isNumber: true, cell: ({ items }) => count(items) },
  { key: 'since', title: 'Since', width: '140px', cell: ({ createdAt }) => <When at={createdAt} precise={false} /> },
];

/** The people whose mail is in the matter. */
export function CustodiansPage() {
  const { matter } = useParams({ from: '/shell/matters/$matter/custodians' });
  const mayCreate = useMembership(matter)?.mayCreateCustodians === true;
  const list = useCustodians(matter);
  const navigate = useNavigate();
  // Whoever only uploads sees whose data there is, not what it holds.
  const mayLook = useMembership(matter)?.role !== 'uploader';
  const open = (custodian: string) =>
    void navigate({ to: '/matters/$matter/custodians/$custodian', params: { matter, custodian } });
  const [isNew, setNew] = useState(false);
  const create = mayCreate && (
    <Button leftSection={<IconUserPlus size={16} />} onClick={() => setNew(true)}>
      New custodian
    </Button>
  );
  return (
    <Page title="Custodians" about="The people whose mail is in this matter." actions={create} fills>
      {list.error !== null && list.rows === undefined && <ProblemAlert thrown={list.error} again={list.again} />}
      {list.rows === undefined && list.error === null && <Waiting />}
      {list.rows?.length === 0 && (
        <Nothing icon={<IconUsersGroup />} title="No custodian yet" action={create}>
          An upload makes them too: each mailbox is given to a custodian.
        </Nothing>
      )}
      {list.rows !== undefined && list.rows.length > 0 && (
        <DataTable
          label="Custodians"
          rows={list.rows}
          columns={columns}
          keyOf={({ id }) => id}
          {...(mayLook ? { onOpen: ({ id }: Custodian) => open(id) } : {})}
          onEnd={list.more}
          isLoadingMore={list.isLoadingMore}
        />
      )}
      <NameDialog
        title="New custodian"
        act="Add the custodian"
        opened={isNew}
        onClose={() => setNew(false)}
        send={async (name) => {
          await createCustodian(matter, name);
          await queryClient.invalidateQueries({ queryKey: ['custodians', matter] });
        }}
      />
    </Page>
  );
}
