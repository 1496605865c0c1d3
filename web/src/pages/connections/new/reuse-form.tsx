import { Paper, Stack, TextInput, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { beginDelegated, type Capability } from '../../../api/resources/connections.ts';
import { useForm } from '../../../parts/form.ts';
import { ProblemAlert } from '../../../parts/states.tsx';
import { keepChoice, type Choice } from './kept-choice.ts';
import { BeforeLeaving, ConnectButton } from './leaving.tsx';

interface ReuseProps {
  /** The connection whose app registration is used. Its secret stays on the server. */
  readonly sameAs: string;
  readonly capabilities: readonly Capability[];
  readonly kept: Choice;
  readonly choice: ReactNode;
}

/** An own sign-in through an app registration that is set up here: a name, and on to Microsoft. */
export function ReuseForm({ sameAs, capabilities, kept, choice }: ReuseProps) {
  const [name, setName] = useState(kept.given.name);
  const form = useForm(async () => {
    const wanted = { name: name.trim(), capabilities: [...capabilities], consentMeant: 'personal' as const };
    const { url } = await beginDelegated({ ...wanted, sameAs: { connection: sameAs } });
    keepChoice({ ...kept, given: { ...kept.given, name: wanted.name }, capabilities });
    window.location.assign(url);
  });
  return (
    <Paper p="md" component="form" onSubmit={form.onSubmit}>
      <Stack>
        <Title order={2}>Tenant and application</Title>
        {choice}
        <TextInput
          label="Name"
          description="As you will choose it. Nobody else here sees it."
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <BeforeLeaving />
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <ConnectButton kind="delegated" isBusy={form.isBusy} isOff={capabilities.length === 0 || name.trim() === ''} />
      </Stack>
    </Paper>
  );
}
