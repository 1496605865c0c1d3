import { Anchor, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMe } from '../../api/resources/me.ts';
import { personQuery } from '../../api/resources/people.ts';
import type { Answer } from '../../api/client.ts';
import { Facts } from '../../parts/facts.tsx';
import { Page } from '../../parts/page.tsx';
import { Loaded } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { roleWords } from '../matter/role-words.ts';
import { AccountActs } from './account-acts.tsx';
import { LeftConnections } from './left-connections.tsx';
import { PersonState } from './people-page.tsx';
import { RoleForm } from './role-form.tsx';

/** One person: their role, their matters, and what an administrator can do for them. */
export function PersonPage() {
  const { person } = useParams({ from: '/shell/people/$person' });
  const query = useQuery(personQuery(person));
  return (
    <Page title={query.data?.person.name ?? 'Person'} width={980}>
      <Loaded query={query}>{(data) => <Details {...data} />}</Loaded>
    </Page>
  );
}

function Details({ person, matters }: Answer<'readPerson'>) {
  const me = useMe().person;
  const isMyself = me.id === person.id;
  const isAdministrator = me.instanceRole === 'administrator';
  return (
    <Group align="flex-start" wrap="nowrap">
      <Stack style={{ flex: 1, minWidth: 0 }}>
        <Paper p="md">
          <Title order={2} mb="sm">
            Matters
          </Title>
          <Memberships matters={matters} />
        </Paper>
        {!isMyself && <AccountActs person={person} />}
        {isAdministrator && person.disabledAt !== null && <LeftConnections person={person} />}
      </Stack>
      <Stack w={340} style={{ flex: 'none' }}>
        <Paper p="md">
          <Facts
            facts={[
              ['E-mail', person.email],
              ['State', <PersonState key="state" person={person} />],
              ['Since', <When key="since" at={person.createdAt} />],
              ['Disabled', person.disabledAt === null ? null : <When key="disabled" at={person.disabledAt} />],
            ]}
          />
        </Paper>
        {!isMyself && <RoleForm key={person.instanceRole} person={person} />}
      </Stack>
    </Group>
  );
}

function Memberships({ matters }: Pick<Answer<'readPerson'>, 'matters'>) {
  if (matters.length === 0) return <Text c="dimmed">A member of no matter.</Text>;
  return (
    <Table>
      <Table.Tbody>
        {matters.map(({ id, name, role }) => (
          <Table.Tr key={id}>
            <Table.Td>
              <Anchor component={Link} to={`/matters/${id}/members`}>
                {name}
              </Anchor>
            </Table.Td>
            <Table.Td>{roleWords[role].label}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
