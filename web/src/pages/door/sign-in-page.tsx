import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { meQuery } from '../../api/resources/me.ts';
import { signIn } from '../../api/resources/sign-in.ts';
import { queryClient } from '../../frame/query-client.ts';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert } from '../../parts/states.tsx';
import { Door } from './door.tsx';
import { MicrosoftSignIn } from './microsoft-sign-in.tsx';
import { SecondStep } from './second-step.tsx';

/** Sign-in by password, with its second step where there is one, or with Microsoft. */
export function SignInPage() {
  const { back, refused } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const [isSecondStep, setSecondStep] = useState(false);
  const goOn = async () => {
    await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    await navigate({ to: back ?? '/matters' });
  };
  if (isSecondStep) return <SecondStep onDone={goOn} onBack={() => setSecondStep(false)} />;
  return (
    <Door title="Sign in">
      <PasswordForm onSecondStep={() => setSecondStep(true)} onDone={goOn} />
      <MicrosoftSignIn refused={refused} />
    </Door>
  );
}

function PasswordForm({ onSecondStep, onDone }: { onSecondStep: () => void; onDone: () => Promise<void> }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const form = useForm(async () => {
    const { twoFactorNeeded } = await signIn({ email, password });
    if (twoFactorNeeded) onSecondStep();
    else await onDone();
  });
  return (
    <form onSubmit={form.onSubmit}>
      <Stack>
        <TextInput
          label="E-mail address"
          type="email"
          required
          autoFocus
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          required
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <Button type="submit" loading={form.isBusy} fullWidth>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
