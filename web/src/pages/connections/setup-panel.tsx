import { Anchor, Paper, Stack, Text, Title } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { setupQuery, type Connection } from '../../api/resources/connections.ts';
import { CopyableText } from '../../parts/copyable.tsx';
import { Loaded } from '../../parts/states.tsx';
import { PermissionList } from './permission-list.tsx';

/** Everything an administrator of the tenant needs, ready to be copied. */
export function SetupPanel({ connection }: { connection: Connection }) {
  const query = useQuery(setupQuery(connection.id));
  return (
    <Loaded query={query}>
      {({ permissions, adminConsentLink, registrationScript, exchangeScript }) => (
        <Stack>
          <Paper p="md">
            <Title order={2} mb="xs">
              Permissions
            </Title>
            <PermissionList permissions={permissions} />
          </Paper>
          <Paper p="md">
            <Title order={2} mb="xs">
              Consent
            </Title>
            <Text mb="xs">
              An administrator of the tenant opens this page once and consents. It asks for exactly the permissions
              above.
            </Text>
            <Anchor href={adminConsentLink} target="_blank" rel="noreferrer">
              Open the consent page <IconExternalLink size={14} style={{ verticalAlign: -2 }} />
            </Anchor>
          </Paper>
          <Script
            title="Register the application"
            about="For the Microsoft Graph PowerShell modules."
            script={registrationScript}
          />
          {exchangeScript !== null && (
            <Script
              title="Let it into chosen mailboxes only"
              about="For the Exchange Online PowerShell module: RBAC for Applications."
              script={exchangeScript}
            />
          )}
        </Stack>
      )}
    </Loaded>
  );
}

function Script({ title, about, script }: { title: string; about: string; script: string }) {
  return (
    <Paper p="md">
      <Title order={2}>{title}</Title>
      <Text c="dimmed" mb="xs">
        {about}
      </Text>
      <CopyableText text={script} label={title} />
    </Paper>
  );
}
