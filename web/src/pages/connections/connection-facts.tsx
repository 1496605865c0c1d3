import { Badge, Group, Paper } from '@mantine/core';
import type { Connection } from '../../api/resources/connections.ts';
import { Facts } from '../../parts/facts.tsx';
import { sentence } from '../../parts/words.ts';
import { When } from '../../parts/when.tsx';
import { cloudName } from './cloud-names.ts';
import { ConnectionState, kindLabel } from './connection-state.tsx';
import { Expiry } from './expiry.tsx';

export function ConnectionFacts({ connection }: { connection: Connection }) {
  const { state, kind, tenant, clientId, cloud, capabilities, credentialExpiresAt, lastChecks } = connection;
  return (
    <Paper p="md" w={320} style={{ flex: 'none' }}>
      <Facts
        facts={[
          ['State', <ConnectionState key="state" state={state} />],
          ['Kind', kindLabel(kind)],
          ['Signed in as', connection.signer?.address],
          ['Consent', connection.consentMeant === null ? null : sentence(connection.consentMeant)],
          ['Tenant', tenant],
          [
            'Application',
            <span key="client" className="cm-mono">
              {clientId}
            </span>,
          ],
          ['Cloud', cloudName(cloud)],
          ['Credential', sentence(connection.credential)],
          ['Credential ends', kind === 'application' ? <Expiry key="expiry" at={credentialExpiresAt} /> : null],
          ['Last checked', <When key="checked" at={lastChecks?.at} />],
          [
            'For',
            <Group key="for" gap={4}>
              {capabilities.map((name) => (
                <Badge key={name} color="gray">
                  {sentence(name)}
                </Badge>
              ))}
            </Group>,
          ],
        ]}
      />
    </Paper>
  );
}
