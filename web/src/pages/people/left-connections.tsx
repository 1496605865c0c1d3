import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { removeLeftConnection, useLeftConnections, type Person } from '../../api/resources/people.ts';
import { queryClient } from '../../frame/query-client.ts';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { ListedRows, More } from '../../parts/more.tsx';

/** Connections that rest on the sign-in of somebody who is disabled: nobody can use them, so they can go. */
export function LeftConnections({ person }: { person: Person }) {
  const list = useLeftConnections(person.id);
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = (id: string, name: string) =>
    setQuestion({
      title: `Remove ${name}?`,
      consequence: `The sign-in of ${person.name} is erased. Uploads that still transfer over it stop at their next checkpoint and cannot go on. What was collected stays, with its receipts.`,
      act: 'Remove the connection',
      isDangerous: true,
      run: async () => {
        await removeLeftConnection(person.id, id);
        await queryClient.invalidateQueries({ queryKey: ['people', person.id, 'connections'] });
      },
    });
  return (
    <Paper p="md">
      <Title order={2}>Connections with their sign-in</Title>
      <Text c="dimmed" mb="xs">
        Nobody else can use them. Removing one erases the sign-in.
      </Text>
      <ListedRows list={list} waiting={1}>
        {(rows) => (
          <Stack gap="xs">
            {rows.length === 0 && <Text c="dimmed">None.</Text>}
            {rows.map(({ id, name, tenant, signer }) => (
              <Group key={id} justify="space-between" wrap="nowrap">
                <div>
                  <Text fw={600}>{name}</Text>
                  <Text c="dimmed">
                    {signer} · {tenant}
                  </Text>
                </div>
                <Button size="compact-sm" variant="subtle" color="red" onClick={() => ask(id, name)}>
                  Remove…
                </Button>
              </Group>
            ))}
            <More list={list} />
          </Stack>
        )}
      </ListedRows>
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </Paper>
  );
}
