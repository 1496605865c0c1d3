import { Anchor, Button, Group, PinInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { checkBackupCode, checkCode } from '../../api/resources/sign-in.ts';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert } from '../../parts/states.tsx';
import { Door } from './door.tsx';

/** The code of the authenticator app, or one of the backup codes. */
export function SecondStep({ onDone, onBack }: { onDone: () => Promise<void>; onBack: () => void }) {
  const [isBackup, setBackup] = useState(false);
  const [code, setCode] = useState('');
  const form = useForm(async () => {
    await (isBackup ? checkBackupCode(code.trim()) : checkCode(code));
    await onDone();
  });
  const swap = () => {
    setBackup(!isBackup);
    setCode('');
  };
  return (
    <Door
      title="Second step"
      about={
        isBackup
          ? 'Type one of the backup codes you kept. Each works once.'
          : 'Type the code your authenticator app shows now.'
      }
    >
      <form onSubmit={form.onSubmit}>
        <Stack>
          <CodeInput isBackup={isBackup} code={code} onCode={setCode} />
          {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
          <Button type="submit" loading={form.isBusy} fullWidth disabled={code.trim().length < 6}>
            Go on
          </Button>
          <Group justify="space-between">
            <Anchor component="button" type="button" onClick={onBack}>
              Back
            </Anchor>
            <Anchor component="button" type="button" onClick={swap}>
              {isBackup ? 'Use the app' : 'Use a backup code'}
            </Anchor>
          </Group>
          <Text size="xs" c="dimmed">
            Neither at hand? An administrator can take the second step off your account.
          </Text>
        </Stack>
      </form>
    </Door>
  );
}

function CodeInput({ isBackup, code, onCode }: { isBackup: boolean; code: string; onCode: (code: string) => void }) {
  if (isBackup) {
    return (
      <TextInput
        label="Backup code"
        autoFocus
        required
        value={code}
        autoComplete="off"
        onChange={(event) => onCode(event.currentTarget.value)}
      />
    );
  }
  return (
    <Group justify="center">
      <PinInput
        length={6}
        type="number"
        oneTimeCode
        autoFocus
        value={code}
        onChange={onCode}
        aria-label="Code"
        getInputProps={(at) => ({ 'aria-label': `Digit ${String(at + 1)}` })}
      />
    </Group>
  );
}
