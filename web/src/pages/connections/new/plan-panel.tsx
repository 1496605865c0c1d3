import { Alert, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { planQuery, type Capability, type ConnectionKind } from '../../../api/resources/connections.ts';
import { Loaded } from '../../../parts/states.tsx';
import { PermissionList } from '../permission-list.tsx';

/** What will be asked for, and why. */
export function PlanPanel({ kind, capabilities }: { kind: ConnectionKind; capabilities: readonly Capability[] }) {
  const query = useQuery(planQuery(kind, capabilities));
  return (
    <Paper p="md" w={420} style={{ flex: 'none', position: 'sticky', top: 16 }} aria-live="polite">
      <Title order={2} mb="sm">
        What will be asked for
      </Title>
      {capabilities.length === 0 ? (
        <Text c="dimmed">Choose what the connection is for.</Text>
      ) : (
        <Loaded query={query}>
          {({ permissions, whoConsents, onBehalfOfOrganization }) => (
            <Stack>
              <PermissionList permissions={permissions} />
              <Text c="dimmed">{whoConsents}</Text>
              {onBehalfOfOrganization !== null && (
                <Alert title="“Consent on behalf of your organization”">{onBehalfOfOrganization}</Alert>
              )}
            </Stack>
          )}
        </Loaded>
      )}
    </Paper>
  );
}
