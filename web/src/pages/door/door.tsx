import { Box, Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

/** The frame of the pages in front of the sign-in. */
export function Door({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Chainmail`;
  }, [title]);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Box w="100%" maw={400}>
        <Group gap="xs" mb="lg" justify="center">
          <img src="/chainmail.svg" alt="" width={32} height={32} />
          <Text size="xl" fw={650}>
            Chainmail
          </Text>
        </Group>
        <Paper p="xl" shadow="sm">
          <Stack>
            <Stack gap={4}>
              <Title order={1}>{title}</Title>
              {about !== undefined && <Text c="dimmed">{about}</Text>}
            </Stack>
            {children}
          </Stack>
        </Paper>
      </Box>
    </Center>
  );
}
