import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { sourceAddress } from '../../../../api/review/messages.ts';
import { ProblemError, problemFrom } from '../../../../api/problem.ts';
import { Loaded } from '../../../../parts/states.tsx';

const shownCharacters = 200_000;

/** The original bytes, as far as they are text; whole as a file. */
export function Source({ matter, id }: { matter: string; id: string }) {
  const address = sourceAddress(matter, id);
  const query = useQuery({
    queryKey: ['source', address],
    queryFn: async () => {
      const response = await fetch(address, { credentials: 'same-origin' });
      if (!response.ok) throw new ProblemError(problemFrom(await response.json().catch(() => null), response));
      return response.text();
    },
  });
  return (
    <Stack gap="xs">
      <Group>
        <Button
          size="compact-sm"
          variant="default"
          component="a"
          href={address}
          download
          leftSection={<IconDownload size={14} />}
        >
          Download the original
        </Button>
      </Group>
      <Loaded query={query}>
        {(text) => (
          <>
            <Code block tabIndex={0} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {text.slice(0, shownCharacters)}
            </Code>
            {text.length > shownCharacters && <Text c="dimmed">The beginning is shown; the file has all of it.</Text>}
          </>
        )}
      </Loaded>
    </Stack>
  );
}
