import { Grid, Group, Kbd, Modal, Stack, Text, Title } from '@mantine/core';
import type { Place } from './places.ts';

const review: readonly (readonly [string, string])[] = [
  ['/', 'Type a query'],
  ['j', 'Next result'],
  ['k', 'Result before'],
  ['Enter', 'Read the result'],
  ['t', 'Tag'],
  ['n', 'Write a note'],
];

const everywhere: readonly (readonly [string, string])[] = [
  ['Ctrl K', 'Go to a page or a matter'],
  ['[', 'Narrow or widen the navigation'],
  ['?', 'This list'],
  ['Esc', 'Close what is open'],
];

interface SheetProps {
  readonly places: readonly Place[];
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Every key there is. */
export function ShortcutSheet({ places, opened, onClose }: SheetProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Grid gap="xl">
        <Grid.Col span={6}>
          <Keys title="Go to" keys={places.map(({ key, label }) => [`g ${key}`, label] as const)} />
        </Grid.Col>
        <Grid.Col span={6}>
          <Stack gap="lg">
            <Keys title="Review" keys={review} />
            <Keys title="Everywhere" keys={everywhere} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Modal>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly (readonly [string, string])[] }) {
  return (
    <Stack gap={6}>
      <Title order={2} size="h3">
        {title}
      </Title>
      {keys.map(([key, means]) => (
        <Group key={key} justify="space-between" wrap="nowrap">
          <Text>{means}</Text>
          <Group gap={4} wrap="nowrap">
            {key.split(' ').map((part) => (
              <Kbd key={part} size="xs">
                {part}
              </Kbd>
            ))}
          </Group>
        </Group>
      ))}
    </Stack>
  );
}
