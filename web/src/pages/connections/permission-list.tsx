import { Badge, Box, Group, Stack, Text } from '@mantine/core';
import type { PlannedPermission } from '../../api/resources/connections.ts';
import { sentence } from '../../parts/words.ts';

/** Each permission that is asked for: what it allows, why it is needed, what ends without it. */
export function PermissionList({ permissions }: { permissions: readonly PlannedPermission[] }) {
  return (
    <Stack gap="md" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {permissions.map(({ name, service, allows, reasons, adminConsent, withoutIt }) => (
        <Box component="li" key={name}>
          <Group gap={8} mb={2}>
            <Text fw={600} className="cm-mono">
              {name}
            </Text>
            <Text c="dimmed" size="xs">
              {service === 'graph' ? 'Microsoft Graph' : sentence(service)}
            </Text>
            {adminConsent && <Badge color="gray">an administrator consents</Badge>}
          </Group>
          <Text>{allows}</Text>
          {[...new Set(reasons.map(({ reason }) => reason))].map((reason) => (
            <Text key={reason} c="dimmed">
              Why: {reason}
            </Text>
          ))}
          <Text c="dimmed">Without it: {withoutIt}</Text>
        </Box>
      ))}
    </Stack>
  );
}
