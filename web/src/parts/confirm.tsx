import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { ProblemAlert } from './states.tsx';

export interface Question {
  readonly title: string;
  /** What will have happened afterwards, in plain words. */
  readonly consequence: ReactNode;
  /** The verb on the button. */
  readonly act: string;
  readonly isDangerous?: boolean;
  readonly run: () => Promise<unknown>;
}

/** Asks before something that cannot simply be undone; shows the refusal where the question was. */
export function Confirm({ question, onClose }: { question: Question | null; onClose: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);
  const close = () => {
    setThrown(null);
    onClose();
  };
  const run = async (asked: Question) => {
    setBusy(true);
    setThrown(null);
    try {
      await asked.run();
      onClose();
    } catch (error) {
      setThrown(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened={question !== null}
      onClose={close}
      title={question?.title}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {question !== null && (
        <Stack>
          <Text component="div">{question.consequence}</Text>
          {thrown !== null && <ProblemAlert thrown={thrown} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close} data-autofocus>
              Keep as it is
            </Button>
            <Button
              color={question.isDangerous === true ? 'red' : undefined}
              loading={isBusy}
              onClick={() => void run(question)}
            >
              {question.act}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
