import { Paper, SegmentedControl, Stack, Text, Title, useMantineColorScheme } from '@mantine/core';

export function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Paper p="md">
      <Stack gap="xs" align="flex-start">
        <Title order={2}>Light or dark</Title>
        <Text c="dimmed">Kept in this browser.</Text>
        <SegmentedControl
          aria-label="Light or dark"
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme)}
          data={[
            { value: 'auto', label: 'As the system' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
      </Stack>
    </Paper>
  );
}
