import { Alert, Button, Group, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { ConnectionKind } from '../../../api/resources/connections.ts';

export function ConnectButton({ kind, isBusy, isOff }: { kind: ConnectionKind; isBusy: boolean; isOff: boolean }) {
  return (
    <Group justify="flex-end">
      <Button
        type="submit"
        loading={isBusy}
        disabled={isOff}
        rightSection={kind === 'delegated' && <IconExternalLink size={16} />}
      >
        {kind === 'application' ? 'Save and check' : 'Sign in at Microsoft'}
      </Button>
    </Group>
  );
}

export function BeforeLeaving() {
  return (
    <Alert title="Before you leave for Microsoft's page">
      <Text>
        If you are an administrator, Microsoft shows a box <b>“Consent on behalf of your organization”</b>. Leave it
        empty: ticked, it allows this application to act for <b>everybody</b> in the tenant who signs in, not only for
        you. Chainmail does not need it, and the check afterwards tells which of the two was given.
      </Text>
    </Alert>
  );
}
