import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { meQuery } from '../../api/resources/me.ts';
import { setUp, setUpQuery, signIn } from '../../api/resources/sign-in.ts';
import { queryClient } from '../../frame/query-client.ts';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert, Waiting } from '../../parts/states.tsx';
import { Door } from './door.tsx';
import { NewPasswordInput } from './new-password-input.tsx';

/** The first run: makes the first administrator, and signs them in. */
export function SetUpPage() {
  const { data, error, refetch } = useQuery(setUpQuery);
  if (data?.needed === false) return <Navigate to="/sign-in" />;
  return (
    <Door
      title="Set up Chainmail"
      about="There is no account yet. The first one is the administrator: they connect tenants, begin matters and invite everybody else."
    >
      {data !== undefined && <SetUpForm codeNeeded={data.codeNeeded} />}
      {error !== null && <ProblemAlert thrown={error} again={() => void refetch()} />}
      {data === undefined && error === null && <Waiting rows={4} />}
    </Door>
  );
}

function SetUpForm({ codeNeeded }: { codeNeeded: boolean }) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const form = useForm(async () => {
    await setUp({ name, email, password, ...(codeNeeded ? { code } : {}) });
    await signIn({ email, password });
    await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    await navigate({ to: '/matters' });
  });
  return (
    <form onSubmit={form.onSubmit}>
      <Stack>
        {codeNeeded && (
          <TextInput
            label="Set-up code"
            description="Printed by chainmail serve when it started."
            required
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoComplete="off"
            ff="monospace"
          />
        )}
        <TextInput
          label="Your name"
          required
          autoFocus
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="E-mail address"
          type="email"
          required
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <NewPasswordInput label="Password" value={password} onChange={setPassword} />
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <Button type="submit" loading={form.isBusy} fullWidth>
          Create the administrator
        </Button>
        <Text size="xs" c="dimmed">
          Everything people do here is entered in an audit trail that cannot be edited.
        </Text>
      </Stack>
    </form>
  );
}
