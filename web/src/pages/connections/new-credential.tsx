import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { changeConnection, type CheckResult, type Connection } from '../../api/resources/connections.ts';
import { queryClient } from '../../frame/query-client.ts';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert } from '../../parts/states.tsx';
import { tell } from '../../parts/toast.ts';
import { CheckList } from './checks/check-list.tsx';
import { CredentialFields, credentialOf, noCredential } from './credential-fields.tsx';

interface NewCredentialProps {
  readonly connection: Connection;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Rotates the credential; uploads that run go on with the new one. */
export function NewCredential({ connection, opened, onClose }: NewCredentialProps) {
  const [credential, setCredential] = useState(noCredential);
  const [refused, setRefused] = useState<readonly CheckResult[] | null>(null);
  const form = useForm(async () => {
    const { isSaved, checks } = await changeConnection(connection.id, { credential: credentialOf(credential) });
    await queryClient.invalidateQueries({ queryKey: ['connections'] });
    setRefused(isSaved ? null : (checks ?? []));
    if (!isSaved) return;
    setCredential(noCredential);
    tell('The new credential is in use.', connection.name);
    onClose();
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`New credential for ${connection.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={form.onSubmit}>
        <Stack>
          <Text>
            Make the new one beside the old one, save it here, then delete the old one in Microsoft Entra. Uploads go
            on.
          </Text>
          <CredentialFields value={credential} onChange={setCredential} />
          {refused !== null && (
            <>
              <Text c="red">The service refused it; the old one stays in use.</Text>
              <CheckList checks={refused.filter(({ result }) => result === 'fail')} isRunning={false} />
            </>
          )}
          {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={form.isBusy}>
              Use the new credential
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
