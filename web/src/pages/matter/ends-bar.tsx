import { ColorSwatch, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import type { Ends } from '../../api/resources/collections.ts';
import { count } from '../../parts/words.ts';

const parts: readonly (readonly [Exclude<keyof Ends, 'listed'>, string, string])[] = [
  ['kept', 'Kept', 'teal'],
  ['alreadyHeld', 'Already held', 'blue'],
  ['filtered', 'Filtered', 'gray'],
  ['skipped', 'Skipped', 'yellow'],
  ['failed', 'Failed', 'red'],
];

/** How everything that was ever listed has ended: the parts add up to the whole. */
export function EndsBar({ ends }: { ends: Ends }) {
  return (
    <Paper p="md" h="100%">
      <Title order={2} mb="sm">
        {count(ends.listed)} items were listed
      </Title>
      <Progress.Root size="lg" mb="sm" aria-hidden="true">
        {parts.map(([name, label, color]) => (
          <Progress.Section
            key={name}
            value={ends.listed === 0 ? 0 : (ends[name] / ends.listed) * 100}
            color={color}
            aria-label={label}
          />
        ))}
      </Progress.Root>
      <Stack gap={4}>
        {parts.map(([name, label, color]) => (
          <Group key={name} justify="space-between">
            <Group gap={8}>
              <ColorSwatch color={`var(--mantine-color-${color}-6)`} size={10} />
              <Text>{label}</Text>
            </Group>
            <Text>{count(ends[name])}</Text>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}
