import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useForm } from '../form.ts';
import { ProblemAlert } from '../states.tsx';

interface DialogFormProps {
  /** What the button that sends it says. */
  readonly act: string;
  readonly send: () => Promise<unknown>;
  readonly onCancel: () => void;
  /** Whether something is missing yet. */
  readonly isOff?: boolean;
  readonly isDangerous?: boolean;
  readonly children: ReactNode;
}

/** The form in a dialog: its fields, the refusal where there was one, and the way on or back. */
export function DialogForm({ act, send, onCancel, isOff = false, isDangerous = false, children }: DialogFormProps) {
  const form = useForm(send);
  return (
    <form onSubmit={form.onSubmit}>
      <Stack>
        {children}
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" color={isDangerous ? 'red' : undefined} loading={form.isBusy} disabled={isOff}>
            {act}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
