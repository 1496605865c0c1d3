import { Badge, Button, Checkbox, Group, Modal, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { placeHold, releaseHold, useHolds, type Hold } from '../../api/review/marks.ts';
import { queryClient } from '../../frame/query-client.ts';
import { useForm } from '../../parts/form.ts';
import { ListedRows, More } from '../../parts/more.tsx';
import { ProblemAlert } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { counted } from '../../parts/words.ts';

type Opened = 'new' | Hold | null;

/** Legal holds: what they cover may not be disposed of while they stand. */
export function Holds({ matter, mayChange }: { matter: string; mayChange: boolean }) {
  const list = useHolds(matter);
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => {
    setOpened(null);
    void queryClient.invalidateQueries({ queryKey: ['holds', matter] });
  };
  return (
    <Paper p="md">
      <Group justify="space-between" mb="xs">
        <Title order={2}>Legal holds</Title>
        {mayChange && (
          <Button size="compact-sm" variant="default" onClick={() => setOpened('new')}>
            Place a hold
          </Button>
        )}
      </Group>
      <ListedRows list={list} waiting={2}>
        {(items) => (
          <Stack gap="xs">
            {items.length === 0 && <Text c="dimmed">None.</Text>}
            {items.map((hold) => (
              <HoldRow key={hold.id} hold={hold} onRelease={mayChange ? () => setOpened(hold) : null} />
            ))}
            <More list={list} />
          </Stack>
        )}
      </ListedRows>
      <Modal
        opened={opened !== null}
        onClose={() => setOpened(null)}
        title={opened === 'new' ? 'Place a hold' : 'Release the hold'}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {opened === 'new' && <PlaceForm matter={matter} onDone={close} />}
        {opened !== null && opened !== 'new' && <ReleaseForm matter={matter} hold={opened} onDone={close} />}
      </Modal>
    </Paper>
  );
}

function HoldRow({ hold, onRelease }: { hold: Hold; onRelease: (() => void) | null }) {
  const isOver = hold.releasedAt !== null;
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div>
        <Group gap={6}>
          <Text fw={600}>{hold.name}</Text>
          {isOver ? (
            <Badge color="gray">Released</Badge>
          ) : (
            <Badge color="violet">{hold.coversMatter ? 'Whole matter' : counted(hold.items, 'item')}</Badge>
          )}
        </Group>
        <Text c="dimmed">
          {isOver ? hold.releaseReason : hold.reason} · <When at={hold.placedAt} precise={false} />
        </Text>
      </div>
      {!isOver && onRelease !== null && (
        <Button size="compact-sm" variant="subtle" onClick={onRelease}>
          Release…
        </Button>
      )}
    </Group>
  );
}

function PlaceForm({ matter, onDone }: { matter: string; onDone: () => void }) {
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const [coversMatter, setCovers] = useState(true);
  const form = useForm(async () => {
    await placeHold(matter, { name: name.trim(), reason: reason.trim(), coversMatter });
    onDone();
  });
  return (
    <form onSubmit={form.onSubmit}>
      <Stack>
        <TextInput
          label="Name"
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="Reason"
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Checkbox
          label="The whole matter, now and later"
          description="Otherwise results are put on it from the review."
          checked={coversMatter}
          onChange={(event) => setCovers(event.currentTarget.checked)}
        />
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <Group justify="flex-end">
          <Button type="submit" loading={form.isBusy} disabled={name.trim() === ''}>
            Place the hold
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ReleaseForm({ matter, hold, onDone }: { matter: string; hold: Hold; onDone: () => void }) {
  const [reason, setReason] = useState('');
  const form = useForm(async () => {
    await releaseHold(matter, hold.id, reason.trim());
    onDone();
  });
  return (
    <form onSubmit={form.onSubmit}>
      <Stack>
        <Text>
          What only “{hold.name}” covers may be disposed of afterwards. It stays on record, and cannot be placed again.
        </Text>
        <Textarea
          label="Reason"
          required
          data-autofocus
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <Group justify="flex-end">
          <Button type="submit" color="red" loading={form.isBusy} disabled={reason.trim() === ''}>
            Release the hold
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
