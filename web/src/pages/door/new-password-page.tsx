import { Button, PasswordInput, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { changePassword } from '../../api/resources/account.ts';
import { meQuery } from '../../api/resources/me.ts';
import { queryClient } from '../../frame/query-client.ts';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert } from '../../parts/states.tsx';
import { Door } from './door.tsx';
import { NewPasswordInput } from './new-password-input.tsx';

/** The first sign-in with a temporary password ends with one of the person's own. */
export function NewPasswordPage() {
  const navigate = useNavigate();
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const form = useForm(async () => {
    await changePassword({ currentPassword: current, newPassword: wanted });
    await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    await navigate({ to: '/matters' });
  });
  return (
    <Door title="Choose your password" about="The one you were given is temporary.">
      <form onSubmit={form.onSubmit}>
        <Stack>
          <PasswordInput
            label="Temporary password"
            required
            autoFocus
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <NewPasswordInput label="New password" value={wanted} onChange={setWanted} />
          {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
          <Button type="submit" fullWidth loading={form.isBusy}>
            Use this password
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
