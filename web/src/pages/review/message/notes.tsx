import { ActionIcon, Button, Group, Paper, Stack, Text, Textarea } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { removeNote, useNotes, writeNote, type Message } from '../../../api/review/messages.ts';
import { useMe } from '../../../api/resources/me.ts';
import { queryClient } from '../../../frame/query-client.ts';
import { useForm } from '../../../parts/form.ts';
import { More } from '../../../parts/more.tsx';
import { ProblemAlert } from '../../../parts/states.tsx';
import { tellProblem } from '../../../parts/toast.ts';
import { When } from '../../../parts/when.tsx';
import { actorName } from '../../../parts/words.ts';

interface NotesProps {
  readonly matter: string;
  readonly message: Message;
  readonly isWriting: boolean;
  readonly onWriting: (isWriting: boolean) => void;
}

/** What reviewers wrote at the message. */
export function Notes({ matter, message, isWriting, onWriting }: NotesProps) {
  const { email } = useMe().person;
  const { id } = message;
  const list = useNotes(matter, id);
  const notes = list.rows ?? [];
  const reload = () => queryClient.invalidateQueries({ queryKey: ['messages', matter, id, 'notes'] });
  if (notes.length === 0 && !isWriting && list.error === null) return null;
  return (
    <Stack gap={6} px="md" pb="xs">
      {list.error !== null && <ProblemAlert thrown={list.error} again={list.again} />}
      {notes.map((note) => (
        <Paper key={note.id} p="xs" bg="var(--cm-ground)">
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <Text style={{ whiteSpace: 'pre-wrap' }}>{note.text}</Text>
            {note.writtenBy.endsWith(email) && (
              <ActionIcon
                size="sm"
                aria-label="Remove the note"
                onClick={() => void removeNote({ matter, id, note: note.id }).then(reload, tellProblem)}
              >
                <IconTrash size={14} />
              </ActionIcon>
            )}
          </Group>
          <Text size="xs" c="dimmed">
            {actorName(note.writtenBy)} · <When at={note.writtenAt} />
          </Text>
        </Paper>
      ))}
      <More list={list} />
      {isWriting && (
        <NoteForm
          matter={matter}
          id={id}
          onDone={() => void reload().then(() => onWriting(false))}
          onCancel={() => onWriting(false)}
        />
      )}
    </Stack>
  );
}

interface NoteFormProps {
  readonly matter: string;
  readonly id: string;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

function NoteForm({ matter, id, onDone, onCancel }: NoteFormProps) {
  const [text, setText] = useState('');
  const form = useForm(async () => {
    await writeNote(matter, id, text.trim());
    onDone();
  });
  return (
    <form onSubmit={form.onSubmit}>
      <Textarea
        aria-label="Note"
        placeholder="What the next reader should know"
        autoFocus
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
        }}
      />
      {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
      <Group gap="xs" mt={6}>
        <Button size="compact-sm" type="submit" loading={form.isBusy} disabled={text.trim() === ''}>
          Save the note
        </Button>
        <Button size="compact-sm" variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
