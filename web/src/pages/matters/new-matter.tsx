import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { createMatter } from '../../api/resources/matters.ts';
import { queryClient } from '../../frame/query-client.ts';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert } from '../../parts/states.tsx';

export function NewMatter({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="New matter" closeButtonProps={{ 'aria-label': 'Close' }}>
      <NewMatterForm onClose={onClose} />
    </Modal>
  );
}

function NewMatterForm({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const form = useForm(async () => {
    const { id } = await createMatter(name.trim());
    await queryClient.invalidateQueries({ queryKey: ['matters'] });
    await queryClient.invalidateQueries({ queryKey: ['me'] });
    await navigate({ to: `/matters/${id}` });
  });
  return (
    <form onSubmit={form.onSubmit}>
      <Stack>
        <TextInput
          label="Name"
          description="As people here speak of the case. It can be changed later."
          placeholder="Contoso v. Fabrikam"
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={form.isBusy} disabled={name.trim() === ''}>
            Begin the matter
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
