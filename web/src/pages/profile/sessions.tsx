import { Badge, Button, Group, Text } from '@mantine/core';
import { endSession, useSessions, type Session } from '../../api/resources/account.ts';
import { queryClient } from '../../frame/query-client.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListedRows } from '../../parts/more.tsx';
import { tell, tellProblem } from '../../parts/toast.ts';
import { When } from '../../parts/when.tsx';

function end(id: string): void {
  endSession(id).then(() => {
    tell('That session has ended.');
    void queryClient.invalidateQueries({ queryKey: ['sessions'] });
  }, tellProblem);
}

const columns: readonly Column<Session>[] = [
  {
    key: 'where',
    title: 'Where',
    cell: ({ browser, address, isThisOne }) => (
      <>
        <Group gap={6} wrap="nowrap">
          <Text truncate title={browser ?? undefined}>
            {browserName(browser)}
          </Text>
          {isThisOne && <Badge color="teal">this one</Badge>}
        </Group>
        <Text size="xs" c="dimmed">
          {address ?? 'address not known'}
        </Text>
      </>
    ),
  },
  { key: 'since', title: 'Since', width: '195px', cell: ({ createdAt }) => <When at={createdAt} /> },
  { key: 'seen', title: 'Last seen', width: '195px', cell: ({ lastSeenAt }) => <When at={lastSeenAt} /> },
  {
    key: 'end',
    title: '',
    width: '110px',
    cell: ({ id, isThisOne }) =>
      isThisOne ? null : (
        <Button size="compact-sm" variant="default" onClick={() => end(id)}>
          Sign out
        </Button>
      ),
  },
];

function browserName(agent: string | null): string {
  if (agent === null) return 'Unknown browser';
  const browser = /(Edg|Firefox|Chrome|Safari)\/([\d]+)/.exec(agent);
  const system = /(Windows|Mac OS X|Linux|Android|iPhone)/.exec(agent);
  if (browser === null) return agent.slice(0, 60);
  const name = browser[1] === 'Edg' ? 'Edge' : (browser[1] ?? '');
  return `${name} ${browser[2] ?? ''}${system === null ? '' : ` on ${system[1] ?? ''}`}`;
}

export function Sessions() {
  const list = useSessions();
  return (
    <ListedRows list={list}>
      {(items) => (
        <DataTable
          label="Sessions"
          rows={items}
          columns={columns}
          rowHeight={50}
          keyOf={({ id }) => id}
          onEnd={list.more}
          isLoadingMore={list.isLoadingMore}
        />
      )}
    </ListedRows>
  );
}
