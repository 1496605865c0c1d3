import { Alert, Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
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
import { CapabilityChoice, defaultCapabilities } from './capability-choice.tsx';
import { CloudChoice, type ChosenCloud, globalCloud } from './cloud-choice.tsx';
import { CredentialFields, credentialOf, noCredential } from '../credential-fields.tsx';
import { KindChoice } from './kind-choice.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { Refused } from './refused.tsx';
import { RegistrationChoice } from './registration-choice.tsx';

/** Connects a tenant; what is asked for stands beside the form and follows what is chosen. */
export function NewConnectionPage() {
  const { refused } = useSearch({ from: '/shell/connections/new' });
  const mayUseApplication = useMe().person.instanceRole === 'administrator';
  const [kind, setKind] = useState<ConnectionKind>(mayUseApplication ? 'application' : 'delegated');
  const [capabilities, setCapabilities] = useState(defaultCapabilities);
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
          <ConnectForm kind={kind} capabilities={capabilities} />
        </Stack>
        <PlanPanel kind={kind} capabilities={capabilities} />
      </Group>
    </Page>
  );
}

interface FormProps {
  readonly kind: ConnectionKind;
  readonly capabilities: readonly Capability[];
}

/** For an own sign-in what is set up here is offered first, so most people type a name and leave for Microsoft. */
function ConnectForm({ kind, capabilities }: FormProps) {
  const list = useConnections();
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  if (list.rows === undefined) return list.error === null ? <Waiting rows={4} /> : <ProblemAlert thrown={list.error} />;
  const sameAs = chosen === undefined ? (list.rows[0]?.id ?? null) : chosen;
  const choice = kind === 'delegated' && list.rows.length > 0 && (
    <RegistrationChoice connections={list.rows} value={sameAs} onChange={setChosen} />
  );
  return kind === 'delegated' && sameAs !== null ? (
    <ReuseForm sameAs={sameAs} capabilities={capabilities} choice={choice} />
  ) : (
    <RegistrationForm kind={kind} capabilities={capabilities} choice={choice} />
  );
}

function ReuseForm(of: { sameAs: string; capabilities: readonly Capability[]; choice: ReactNode }) {
  const { sameAs, capabilities, choice } = of;
  const [name, setName] = useState('');
  const form = useForm(async () => {
    const wanted = { name: name.trim(), capabilities: [...capabilities], consentMeant: 'personal' as const };
    const { url } = await beginDelegated({ ...wanted, sameAs: { connection: sameAs } });
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

function ConnectButton({ kind, isBusy, isOff }: { kind: ConnectionKind; isBusy: boolean; isOff: boolean }) {
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

function RegistrationForm({ kind, capabilities, choice }: FormProps & { choice: ReactNode }) {
  const navigate = useNavigate();
  const isAdministrator = useMe().person.instanceRole === 'administrator';
  const [given, setGiven] = useState<Given>({ name: '', tenant: '', clientId: '' });
  const [cloud, setCloud] = useState<ChosenCloud>(globalCloud);
  const [credential, setCredential] = useState(noCredential);
  const form = useForm(async () => {
    const wanted = { ...given, ...cloud, capabilities: [...capabilities] };
    if (kind === 'delegated') {
      const { url } = await beginDelegated({
        ...wanted,
        credential: credentialOf(credential),
        consentMeant: 'personal',
      });
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

interface Given {
  readonly name: string;
  readonly tenant: string;
  readonly clientId: string;
}

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

function BeforeLeaving() {
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
