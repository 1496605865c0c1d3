import { ActionIcon, Badge, Button, Group, Text, Tooltip } from '@mantine/core';
import { IconPencil, IconUserMinus, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe, useMembership } from '../../api/resources/me.ts';
import { removeMember, useMembers, type Member } from '../../api/resources/matters.ts';
import { queryClient } from '../../frame/query-client.ts';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Page } from '../../parts/page.tsx';
import { Nothing, ProblemAlert, Waiting } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { MemberForm } from './member-form.tsx';
import { roleWords } from './role-words.ts';

/** Who may do what in the matter. */
export function MembersPage() {
  const { matter } = useParams({ from: '/shell/matters/$matter/members' });
  const { person } = useMe();
  const mayChange = useMembership(matter)?.role === 'case-manager' || person.instanceRole === 'administrator';
  const list = useMembers(matter);
  const [edited, setEdited] = useState<Member | 'new' | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const askToRemove = (member: Member) =>
    setQuestion({
      title: `Take ${member.name} out of the matter?`,
      consequence:
        'From now on the matter does not exist for them. Tags, notes and uploads of theirs stay, with their name.',
      act: 'Take out',
      isDangerous: true,
      run: async () => {
        await removeMember({ matter, person: member.person });
        await queryClient.invalidateQueries({ queryKey: ['members', matter] });
        await queryClient.invalidateQueries({ queryKey: ['me'] });
      },
    });
  const add = mayChange && (
    <Button leftSection={<IconUserPlus size={16} />} onClick={() => setEdited('new')}>
      Add a member
    </Button>
  );
  return (
    <Page title="Members" about="Whoever is not on this list does not see that the matter exists." actions={add} fills>
      {list.error !== null && list.rows === undefined && <ProblemAlert thrown={list.error} again={list.again} />}
      {list.rows === undefined && list.error === null && <Waiting />}
      {list.rows?.length === 0 && <Nothing icon={<IconUsers />} title="No members" action={add} />}
      {list.rows !== undefined && list.rows.length > 0 && (
        <DataTable
          label="Members"
          rows={list.rows}
          rowHeight={50}
          columns={columnsFor(mayChange, setEdited, askToRemove)}
          keyOf={({ person: id }) => id}
          onEnd={list.more}
          isLoadingMore={list.isLoadingMore}
        />
      )}
      <MemberForm matter={matter} edited={edited} onClose={() => setEdited(null)} />
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </Page>
  );
}

function columnsFor(
  mayChange: boolean,
  edit: (member: Member) => void,
  remove: (member: Member) => void,
): readonly Column<Member>[] {
  return [
    {
      key: 'who',
      title: 'Member',
      cell: ({ name, email }) => (
        <>
          <b style={{ fontWeight: 600 }}>{name}</b>
          <Text size="xs" c="dimmed" truncate>
            {email}
          </Text>
        </>
      ),
    },
    {
      key: 'role',
      title: 'Role in the matter',
      width: '280px',
      cell: ({ role, mayCreateCustodians }) => (
        <Group gap={6} wrap="nowrap">
          <Badge>{roleWords[role].label}</Badge>
          {role === 'uploader' && mayCreateCustodians && <Badge color="gray">may add custodians</Badge>}
        </Group>
      ),
    },
    { key: 'since', title: 'Since', width: '150px', cell: ({ addedAt }) => <When at={addedAt} precise={false} /> },
    ...(mayChange
      ? [
          {
            key: 'acts',
            title: '',
            width: '90px',
            cell: (member: Member) => (
              <Group gap={4} justify="flex-end" wrap="nowrap">
                <Tooltip label="Change the role">
                  <ActionIcon aria-label={`Change the role of ${member.name}`} onClick={() => edit(member)}>
                    <IconPencil size={16} />
                  </ActionIcon>
                </Tooltip>
                <Tooltip label="Take out">
                  <ActionIcon aria-label={`Take ${member.name} out`} onClick={() => remove(member)}>
                    <IconUserMinus size={16} />
                  </ActionIcon>
                </Tooltip>
              </Group>
            ),
          },
        ]
      : []),
  ];
}
