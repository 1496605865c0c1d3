import { Group, Paper, Stack, TextInput, Title } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import {
  beginDelegated,
  createConnection,
  useConnections,
  type Capability,
  type ConnectionKind,
} from '../../../api/resources/connections.ts';
import { useMe } from '../../../api/resources/me.ts';
import { queryClient } from '../../../frame/query-client.ts';
import { useForm } from '../../../parts/form.ts';
import { Page } from '../../../parts/page.tsx';
import { ProblemAlert, Waiting } from '../../../parts/states.tsx';
import { CapabilityChoice } from './capability-choice.tsx';
import { CloudChoice } from './cloud-choice.tsx';
import { CredentialFields, credentialOf, noCredential } from '../credential-fields.tsx';
import { keepChoice, keptChoice, noChoice, type Choice } from './kept-choice.ts';
import { KindChoice } from './kind-choice.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { BeforeLeaving, ConnectButton } from './leaving.tsx';
import { Refused } from './refused.tsx';
import { RegistrationChoice } from './registration-choice.tsx';
import { ReuseForm } from './reuse-form.tsx';

/** Connects a tenant; what is asked for stands beside the form and follows what is chosen. */
export function NewConnectionPage() {
  const { refused } = useSearch({ from: '/shell/connections/new' });
  const mayUseApplication = useMe().person.instanceRole === 'administrator';
  const [kind, setKind] = useState<ConnectionKind>(
    mayUseApplication && refused === undefined ? 'application' : 'delegated',
  );
  const [kept] = useState(() => (refused === undefined ? noChoice : keptChoice()));
  const [capabilities, setCapabilities] = useState(kept.capabilities);
  return (
    <Page
      title="Connect Microsoft 365"
      about="Choose what the connection is for. Chainmail asks for no more than that takes."
      width={1180}
    >
      <Group align="flex-start" wrap="nowrap" gap="md">
        <Stack style={{ flex: 1, minWidth: 0 }}>
          {refused !== undefined && <Refused code={refused} />}
          <Paper p="md">
            <Title order={2} mb="sm">
              Whose access is used
            </Title>
            <KindChoice value={kind} onChange={setKind} mayUseApplication={mayUseApplication} />
          </Paper>
          <Paper p="md">
            <Title order={2} mb="sm">
              What it is for
            </Title>
            <CapabilityChoice value={capabilities} onChange={setCapabilities} />
          </Paper>
          <ConnectForm kind={kind} capabilities={capabilities} kept={kept} />
        </Stack>
        <PlanPanel kind={kind} capabilities={capabilities} />
      </Group>
    </Page>
  );
}

/** An own sign-in may go through an app registration that is known here; whoever has none of their own is offered that. */
function ConnectForm({ kind, capabilities, kept }: Omit<ConnectFormProps, 'choice'>) {
  const isAdministrator = useMe().person.instanceRole === 'administrator';
  const list = useConnections();
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  if (list.rows === undefined) return list.error === null ? <Waiting rows={4} /> : <ProblemAlert thrown={list.error} />;
  const first = isAdministrator ? null : (list.rows[0]?.id ?? null);
  const sameAs = chosen === undefined ? first : chosen;
  const choice = kind === 'delegated' && list.rows.length > 0 && (
    <RegistrationChoice connections={list.rows} value={sameAs} onChange={setChosen} />
  );
  return kind === 'delegated' && sameAs !== null ? (
    <ReuseForm sameAs={sameAs} capabilities={capabilities} kept={kept} choice={choice} />
  ) : (
    <RegistrationForm kind={kind} capabilities={capabilities} kept={kept} choice={choice} />
  );
}

interface ConnectFormProps {
  readonly kind: ConnectionKind;
  readonly capabilities: readonly Capability[];
  readonly kept: Choice;
  /** Which app registration is used, where there is a choice. */
  readonly choice: ReactNode;
}

function RegistrationForm({ kind, capabilities, kept, choice }: ConnectFormProps) {
  const navigate = useNavigate();
  const isAdministrator = useMe().person.instanceRole === 'administrator';
  const [given, setGiven] = useState(kept.given);
  const [cloud, setCloud] = useState(kept.cloud);
  const [credential, setCredential] = useState(noCredential);
  const form = useForm(async () => {
    const wanted = { ...given, ...cloud, capabilities: [...capabilities] };
    if (kind === 'delegated') {
      const { url } = await beginDelegated({
        ...wanted,
        credential: credentialOf(credential),
        consentMeant: 'personal',
      });
      keepChoice({ given, cloud, capabilities });
      window.location.assign(url);
      return;
    }
    const { connection } = await createConnection({ ...wanted, credential: credentialOf(credential) });
    await queryClient.invalidateQueries({ queryKey: ['connections'] });
    await navigate({ to: '/connections/$connection', params: { connection: connection.id }, search: { check: true } });
  });
  return (
    <Paper p="md" component="form" onSubmit={form.onSubmit}>
      <Stack>
        <Title order={2}>Tenant and application</Title>
        {choice}
        <Identity given={given} onChange={setGiven} />
        <CloudChoice value={cloud} onChange={setCloud} mayNameAddresses={kind === 'application' || isAdministrator} />
        <CredentialFields value={credential} onChange={setCredential} />
        {kind === 'delegated' && <BeforeLeaving />}
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <ConnectButton kind={kind} isBusy={form.isBusy} isOff={capabilities.length === 0} />
      </Stack>
    </Paper>
  );
}

type Given = Choice['given'];

function Identity({ given, onChange }: { given: Given; onChange: (given: Given) => void }) {
  const field = (name: keyof Given) => ({
    required: true,
    value: given[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...given, [name]: event.currentTarget.value }),
  });
  return (
    <>
      <TextInput label="Name" description="As people here will choose it." placeholder="Contoso" {...field('name')} />
      <Group grow align="flex-start">
        <TextInput
          label="Tenant"
          description="Directory id or a verified domain."
          placeholder="contoso.com"
          {...field('tenant')}
        />
        <TextInput label="Application (client) id" description="Of the app registration." {...field('clientId')} />
      </Group>
    </>
  );
}
