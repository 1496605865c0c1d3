import { Badge, Button, Group, List, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { disableTwoFactor, enableTwoFactor } from '../../api/resources/account.ts';
import { meQuery, useMe } from '../../api/resources/me.ts';
import { checkCode } from '../../api/resources/sign-in.ts';
import { queryClient } from '../../frame/query-client.ts';
import { CopyableText } from '../../parts/copyable.tsx';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert } from '../../parts/states.tsx';
import { QrCode } from './qr-code.tsx';
import { tell } from '../../parts/toast.ts';

interface Begun {
  readonly totpUri: string;
  readonly backupCodes: readonly string[];
}

/** The second step of the sign-in: set up, or taken off. */
export function TwoFactor() {
  const { twoFactor } = useMe().person;
  const [begun, setBegun] = useState<Begun | null>(null);
  const over = async () => {
    setBegun(null);
    await queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
  };
  return (
    <Paper p="md" mb="md">
      <Stack maw={520}>
        <Group gap="xs">
          <Title order={2}>Second step</Title>
          {twoFactor ? <Badge color="teal">On</Badge> : <Badge color="gray">Off</Badge>}
        </Group>
        {begun !== null && <Prove begun={begun} onDone={over} />}
        {begun === null && <WithPassword isOn={twoFactor} onBegun={setBegun} onOff={over} />}
      </Stack>
    </Paper>
  );
}

function WithPassword({
  isOn,
  onBegun,
  onOff,
}: {
  isOn: boolean;
  onBegun: (begun: Begun) => void;
  onOff: () => Promise<void>;
}) {
  const [password, setPassword] = useState('');
  const form = useForm(async () => {
    if (!isOn) onBegun(await enableTwoFactor(password));
    else {
      await disableTwoFactor(password);
      tell('The second step is off.');
      await onOff();
    }
    setPassword('');
  });
  return (
    <form onSubmit={form.onSubmit}>
      <Stack>
        <Text c="dimmed">A code of an authenticator app, asked for after the password.</Text>
        <PasswordInput
          label="Your password"
          required
          maw={420}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <Group>
          <Button type="submit" variant="default" loading={form.isBusy}>
            {isOn ? 'Turn it off' : 'Set it up'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Prove({ begun, onDone }: { begun: Begun; onDone: () => Promise<void> }) {
  const [code, setCode] = useState('');
  const key = new URL(begun.totpUri).searchParams.get('secret') ?? '';
  const form = useForm(async () => {
    await checkCode(code.trim());
    tell('The second step is on.');
    await onDone();
  });
  return (
    <form onSubmit={form.onSubmit}>
      <Stack>
        <List type="ordered" size="sm" spacing="xs">
          <List.Item>
            Scan this with the app, type the key into it, or open the address on the device that has it.
            <div style={{ margin: '8px 0' }}>
              <QrCode text={begun.totpUri} label="QR code for the authenticator app" />
            </div>
            <CopyableText text={key} label="Key for the app" />
            <a href={begun.totpUri}>Open in the app</a>
          </List.Item>
          <List.Item>
            Keep these backup codes somewhere safe. Each works once, where the device is lost.
            <CopyableText text={begun.backupCodes.join('\n')} label="Backup codes" />
          </List.Item>
          <List.Item>Type the code the app shows now.</List.Item>
        </List>
        <TextInput
          label="Code"
          required
          maw={160}
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <Group>
          <Button type="submit" loading={form.isBusy}>
            Turn it on
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
