import { Badge, Button, Group } from '@mantine/core';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { usePeople, type Person } from '../../api/resources/people.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Page } from '../../parts/page.tsx';
import { Nothing, ProblemAlert, Waiting } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { sentence } from '../../parts/words.ts';
import { InvitePerson } from './invite-person.tsx';

const columns: readonly Column<Person>[] = [
  { key: 'name', title: 'Name', cell: ({ name }) => <b style={{ fontWeight: 600 }}>{name}</b> },
  { key: 'email', title: 'E-mail address', cell: ({ email }) => email },
  {
    key: 'role',
    title: 'Role here',
    width: '150px',
    cell: ({ instanceRole }) => (
      <Badge color={instanceRole === 'member' ? 'gray' : 'steel'}>{sentence(instanceRole)}</Badge>
    ),
  },
  { key: 'state', title: 'State', width: '250px', cell: (person) => <PersonState person={person} /> },
  { key: 'since', title: 'Since', width: '130px', cell: ({ createdAt }) => <When at={createdAt} precise={false} /> },
];

export function PersonState({ person }: { person: Person }) {
  return (
    <Group gap={6} wrap="nowrap">
      {person.disabledAt === null ? <Badge color="teal">Active</Badge> : <Badge color="red">Disabled</Badge>}
      {person.mustChangePassword && <Badge color="yellow">Temporary password</Badge>}
      {person.twoFactor && <Badge color="gray">Two-factor</Badge>}
    </Group>
  );
}

/** Everybody with an account. */
export function PeoplePage() {
  const navigate = useNavigate();
  const list = usePeople();
  const [isInviting, setInviting] = useState(false);
  return (
    <Page
      title="People"
      about="Whoever may sign in. What they may see follows from the matters they are members of."
      actions={
        <Button leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
          Add a person
        </Button>
      }
      fills
    >
      {list.error !== null && list.rows === undefined && <ProblemAlert thrown={list.error} again={list.again} />}
      {list.rows === undefined && list.error === null && <Waiting />}
      {list.rows?.length === 0 && <Nothing icon={<IconUsers />} title="Nobody yet" />}
      {list.rows !== undefined && list.rows.length > 0 && (
        <DataTable
          label="People"
          rows={list.rows}
          columns={columns}
          keyOf={({ id }) => id}
          onOpen={({ id }) => void navigate({ to: '/people/$person', params: { person: id } })}
          onEnd={list.more}
          isLoadingMore={list.isLoadingMore}
        />
      )}
      <InvitePerson opened={isInviting} onClose={() => setInviting(false)} />
    </Page>
  );
}
