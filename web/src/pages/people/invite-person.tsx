import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { invitePerson, type InstanceRole } from '../../api/resources/people.ts';
import { queryClient } from '../../frame/query-client.ts';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert } from '../../parts/states.tsx';
import { InstanceRoleChoice } from './instance-role-choice.tsx';
import { TemporaryPassword } from './temporary-password.tsx';

export function InvitePerson({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [made, setMade] = useState<{ name: string; password: string } | null>(null);
  const close = () => {
    setMade(null);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={made === null ? 'Add a person' : `${made.name} was added`}
      closeOnClickOutside={made === null}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {made === null ? (
        <InviteForm onClose={close} onMade={(name, password) => setMade({ name, password })} />
      ) : (
        <TemporaryPassword password={made.password} onClose={close} />
      )}
    </Modal>
  );
}

function InviteForm({ onClose, onMade }: { onClose: () => void; onMade: (name: string, password: string) => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [instanceRole, setRole] = useState<InstanceRole>('member');
  const form = useForm(async () => {
    const { person, temporaryPassword } = await invitePerson({ name: name.trim(), email: email.trim(), instanceRole });
    await queryClient.invalidateQueries({ queryKey: ['people'] });
    onMade(person.name, temporaryPassword ?? '');
  });
  return (
    <form onSubmit={form.onSubmit}>
      <Stack>
        <TextInput
          label="Name"
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="E-mail address"
          type="email"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <InstanceRoleChoice value={instanceRole} onChange={setRole} />
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={form.isBusy}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
