import { Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { askWhy, type WhyAnswers } from '../../../api/resources/collections.ts';
import { useForm } from '../../../parts/form.ts';
import { ProblemAlert } from '../../../parts/states.tsx';
import { When } from '../../../parts/when.tsx';

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** For one message that somebody misses: seen, filtered, out of the window, gone, not allowed or failed. */
export function Why({ id }: { id: string }) {
  const [given, setGiven] = useState({ mailbox: '', messageId: '', date: '' });
  const [found, setFound] = useState<WhyAnswers | null>(null);
  const { mailbox, messageId, date } = given;
  const form = useForm(async () => {
    setFound(null);
    const of = messageId.trim() === '' ? { date, zone } : { messageId: messageId.trim() };
    setFound((await askWhy(id, { mailbox: mailbox.trim(), ...of })).answers);
  });
  const field = (name: keyof typeof given) => ({
    value: given[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setGiven({ ...given, [name]: event.currentTarget.value }),
  });
  return (
    <Paper p="md" component="form" onSubmit={form.onSubmit}>
      <Stack align="stretch">
        <Text c="dimmed">
          Somebody says a message should be here. Name its mailbox, and its Message-ID or the day it was received.
        </Text>
        <Group grow align="flex-end">
          <TextInput label="Mailbox" required placeholder="ana@contoso.com" {...field('mailbox')} />
          <TextInput label="Message-ID" placeholder="<…@…>" {...field('messageId')} />
          <TextInput label="or the day" type="date" disabled={messageId.trim() !== ''} {...field('date')} />
        </Group>
        <Group>
          <Button
            type="submit"
            variant="default"
            loading={form.isBusy}
            disabled={mailbox.trim() === '' || (messageId.trim() === '' && date === '')}
          >
            Ask
          </Button>
        </Group>
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        {found !== null && <Found answers={found} />}
      </Stack>
    </Paper>
  );
}

function Found({ answers }: { answers: WhyAnswers }) {
  if (answers.length === 0)
    return (
      <Text role="status">This upload never saw it: it was not in the folders and the window that were listed.</Text>
    );
  return (
    <Stack gap="xs" role="status">
      {answers.map(({ answer, messageId, received, folder }, at) => (
        <div key={`${messageId ?? ''} ${String(at)}`}>
          <Text fw={600}>{answer}</Text>
          <Text size="xs" c="dimmed" component="div">
            {folder} {received !== null && <When at={received} />}{' '}
            {messageId !== null && <span className="cm-mono">{messageId}</span>}
          </Text>
        </div>
      ))}
    </Stack>
  );
}
