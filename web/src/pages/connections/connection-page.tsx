import { Button, Group, Menu, Paper, Stack, Tabs, Text, Title } from '@mantine/core';
import { IconDots, IconRefresh, IconStethoscope } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { connectionQuery, removeConnection, signInAgain, type Connection } from '../../api/resources/connections.ts';
import { queryClient } from '../../frame/query-client.ts';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { Page } from '../../parts/page.tsx';
import { Loaded, ProblemAlert } from '../../parts/states.tsx';
import { tellProblem } from '../../parts/toast.ts';
import { CheckList } from './checks/check-list.tsx';
import { ConnectionFacts } from './connection-facts.tsx';
import { NewCredential } from './new-credential.tsx';
import { SetupPanel } from './setup-panel.tsx';
import { useLiveChecks } from './checks/use-live-checks.ts';

/** One connection: whether it works, what it may do, how it is set up, and how it is renewed. */
export function ConnectionPage() {
  const { connection } = useParams({ from: '/shell/connections/$connection' });
  const query = useQuery(connectionQuery(connection));
  return (
    <Page
      title={query.data?.name ?? 'Connection'}
      width={1180}
      actions={query.data && <Acts connection={query.data} />}
    >
      <Loaded query={query}>{(data) => <Details connection={data} />}</Loaded>
    </Page>
  );
}

function Details({ connection }: { connection: Connection }) {
  const { check } = useSearch({ from: '/shell/connections/$connection' });
  const live = useLiveChecks(connection.id);
  const { run } = live;
  useEffect(() => {
    if (check === true) run([]);
  }, [check, run]);
  const checks = live.checks ?? connection.lastChecks?.results ?? [];
  return (
    <Group align="flex-start" wrap="nowrap" gap="md">
      <Stack style={{ flex: 1, minWidth: 0 }}>
        <Tabs defaultValue="checks" keepMounted={false}>
          <Tabs.List mb="sm">
            <Tabs.Tab value="checks">Checks</Tabs.Tab>
            <Tabs.Tab value="setup">Permissions and set-up</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="checks">
            <Paper p="md">
              <Group justify="space-between" mb="xs">
                <Title order={2}>What was checked</Title>
                <Button
                  variant="default"
                  leftSection={<IconStethoscope size={16} />}
                  loading={live.isRunning}
                  onClick={() => run([])}
                >
                  Check now
                </Button>
              </Group>
              {live.thrown !== null && <ProblemAlert thrown={live.thrown} />}
              {checks.length === 0 && !live.isRunning && <Text c="dimmed">Nothing was checked yet.</Text>}
              <CheckList checks={checks} isRunning={live.isRunning} />
            </Paper>
          </Tabs.Panel>
          <Tabs.Panel value="setup">
            <SetupPanel connection={connection} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
      <ConnectionFacts connection={connection} />
    </Group>
  );
}

function Acts({ connection }: { connection: Connection }) {
  const navigate = useNavigate();
  const [question, setQuestion] = useState<Question | null>(null);
  const [isRenewing, setRenewing] = useState(false);
  const remove: Question = {
    title: `Remove ${connection.name}?`,
    consequence:
      'Its credential is deleted. Uploads that still transfer over it stop at their next checkpoint and cannot go on. What was collected stays, with its receipts.',
    act: 'Remove the connection',
    isDangerous: true,
    run: async () => {
      await removeConnection(connection.id);
      await queryClient.invalidateQueries({ queryKey: ['connections'] });
      await navigate({ to: '/connections' });
    },
  };
  const again = () => {
    signInAgain(connection.id).then(({ url }) => {
      window.location.assign(url);
    }, tellProblem);
  };
  return (
    <>
      {connection.kind === 'delegated' ? (
        <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={again}>
          Sign in again
        </Button>
      ) : (
        <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={() => setRenewing(true)}>
          New credential
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px={8} aria-label="More">
            <IconDots size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" onClick={() => setQuestion(remove)}>
            Remove…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <NewCredential connection={connection} opened={isRenewing} onClose={() => setRenewing(false)} />
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </>
  );
}
