import { Alert, Anchor, Button, Center, Code, EmptyState, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { problemOf } from '../api/problem.ts';
import { browserWords } from './words.ts';

/** A refusal as it should be read: what happened, what to do, and the code to look up. */
export function ProblemAlert({ thrown, again }: { thrown: unknown; again?: () => void }) {
  const problem = problemOf(thrown);
  return (
    <Alert
      role="alert"
      color={problem.kind === 'bug' ? 'red' : 'orange'}
      icon={<IconAlertTriangle />}
      title={problem.title}
    >
      <Stack gap={6} align="flex-start">
        <Text>{problem.detail}</Text>
        {problem.fix !== undefined && (
          <Text>
            <b>What to do:</b> {browserWords(problem.fix)}
          </Text>
        )}
        <Group gap="xs">
          {problem.type.startsWith('/') ? (
            <Anchor href={problem.type} target="_blank" fz="xs" c="inherit" td="underline">
              <Code>{problem.code}</Code>
            </Anchor>
          ) : (
            <Code>{problem.code}</Code>
          )}
          {again !== undefined && (
            <Button size="compact-xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={again}>
              Try again
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}

interface NothingProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** What a page shows when there is nothing yet, and what to do about it. */
export function Nothing({ icon, title, children, action }: NothingProps) {
  return (
    <Center py={48} px="md">
      <EmptyState size="sm" icon={icon} title={title} description={children} withIndicatorBackground maw={520}>
        {action !== undefined && <EmptyState.Actions>{action}</EmptyState.Actions>}
      </EmptyState>
    </Center>
  );
}

/** Grey lines where rows will be. */
export function Waiting({ rows = 6 }: { rows?: number }) {
  return (
    <Stack gap={10} p="sm" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={16} width={`${String(94 - ((row * 17) % 40))}%`} />
      ))}
    </Stack>
  );
}

/** What a query knows, or why it does not know it yet. */
export function Loaded<Data>({ query, children, rows }: LoadedProps<Data>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <ProblemAlert thrown={query.error} again={() => void query.refetch()} />;
  return rows === undefined ? <Waiting /> : <Waiting rows={rows} />;
}

interface LoadedProps<Data> {
  readonly query: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
  readonly rows?: number;
}
