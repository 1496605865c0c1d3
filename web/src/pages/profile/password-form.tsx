import { Button, Group, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { changePassword } from '../../api/resources/account.ts';
import { queryClient } from '../../frame/query-client.ts';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert } from '../../parts/states.tsx';
import { tell } from '../../parts/toast.ts';
import { NewPasswordInput } from '../door/new-password-input.tsx';

export function PasswordForm() {
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const form = useForm(async () => {
    await changePassword({ currentPassword: current, newPassword: wanted });
    await queryClient.invalidateQueries({ queryKey: ['sessions'] });
    setCurrent('');
    setWanted('');
    tell('Your password was changed. Every other session of yours ended.');
  });
  return (
    <Paper p="md" component="form" onSubmit={form.onSubmit}>
      <Stack maw={420}>
        <div>
          <Title order={2}>Password</Title>
          <Text c="dimmed">A change signs you out everywhere else.</Text>
        </div>
        <PasswordInput
          label="Password now"
          required
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <NewPasswordInput label="New password" value={wanted} onChange={setWanted} />
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <Group>
          <Button type="submit" variant="default" loading={form.isBusy}>
            Change the password
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
