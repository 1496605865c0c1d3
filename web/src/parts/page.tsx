import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

interface PageProps {
  readonly title: string;
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** The page scrolls by itself and takes all the height there is. */
  readonly fills?: boolean;
  readonly width?: number;
}

/** The head of a page with its actions, and the page's name in the window's title. */
export function Page({ title, about, actions, children, fills = false, width }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Chainmail`;
  }, [title]);
  return (
    <Box
      px="lg"
      pt="md"
      pb={fills ? 'md' : 'xl'}
      maw={width}
      style={fills ? { height: '100%', display: 'flex', flexDirection: 'column', minHeight: 0 } : undefined}
    >
      <Group justify="space-between" align="flex-start" mb="md" gap="md" wrap="nowrap">
        <Stack gap={2} style={{ minWidth: 0 }}>
          <Title order={1}>{title}</Title>
          {about !== undefined && (
            <Text c="dimmed" maw={760} component="div">
              {about}
            </Text>
          )}
        </Stack>
        {actions !== undefined && (
          <Group gap="xs" wrap="nowrap">
            {actions}
          </Group>
        )}
      </Group>
      {children}
    </Box>
  );
}
