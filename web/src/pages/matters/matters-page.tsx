import { Badge, Button, Group, TextInput } from '@mantine/core';
import { IconFolders, IconPlus, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../../api/resources/me.ts';
import { useMatters, type Matter } from '../../api/resources/matters.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Page } from '../../parts/page.tsx';
import { Nothing, ProblemAlert, Waiting } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { roleWords } from '../matter/role-words.ts';
import { NewMatter } from './new-matter.tsx';

const columns: readonly Column<Matter>[] = [
  { key: 'name', title: 'Matter', cell: ({ name }) => <b style={{ fontWeight: 600 }}>{name}</b> },
  {
    key: 'role',
    title: 'Your role',
    width: '180px',
    cell: ({ role }) =>
      role === null ? <Badge color="gray">Not a member</Badge> : <Badge>{roleWords[role].label}</Badge>,
  },
  { key: 'since', title: 'Begun', width: '180px', cell: ({ createdAt }) => <When at={createdAt} precise={false} /> },
];

/** Every matter the person may know of. */
export function MattersPage() {
  const isAdministrator = useMe().person.instanceRole === 'administrator';
  const navigate = useNavigate();
  const list = useMatters();
  const [wanted, setWanted] = useState('');
  const [isNew, setNew] = useState(false);
  const rows = list.rows?.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  const create = isAdministrator && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
      New matter
    </Button>
  );
  return (
    <Page
      title="Matters"
      about="A matter is a case, and the wall around who may see what is in it."
      actions={create}
      fills
    >
      {list.error !== null && rows === undefined && <ProblemAlert thrown={list.error} again={list.again} />}
      {rows === undefined && list.error === null && <Waiting />}
      {list.rows?.length === 0 && (
        <Nothing icon={<IconFolders />} title="No matter yet" action={create}>
          {isAdministrator
            ? 'Begin one to upload mail into it.'
            : 'An administrator or a case manager adds you to the matters you work on.'}
        </Nothing>
      )}
      {rows !== undefined && (list.rows?.length ?? 0) > 0 && (
        <>
          <Group mb="sm">
            <TextInput
              aria-label="Find a matter"
              placeholder="Find a matter"
              leftSection={<IconSearch size={15} />}
              value={wanted}
              onChange={(event) => setWanted(event.currentTarget.value)}
              w={280}
            />
          </Group>
          <DataTable
            label="Matters"
            rows={rows}
            columns={columns}
            keyOf={({ id }) => id}
            onOpen={({ id }) => void navigate({ to: `/matters/${id}` })}
            onEnd={list.more}
            isLoadingMore={list.isLoadingMore}
          />
        </>
      )}
      <NewMatter opened={isNew} onClose={() => setNew(false)} />
    </Page>
  );
}
