import { Badge, Button, Checkbox, Group, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { placeHold, releaseHold, useHolds, type Hold } from '../../api/review/marks.ts';
import { queryClient } from '../../frame/query-client.ts';
import { ListedRows, More } from '../../parts/more.tsx';
import { Dialog } from '../../parts/dialogs/dialog.tsx';
import { DialogForm } from '../../parts/dialogs/dialog-form.tsx';
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
      <Dialog
        opened={opened !== null}
        onClose={() => setOpened(null)}
        title={opened === 'new' ? 'Place a hold' : 'Release the hold'}
      >
        {opened === 'new' && <PlaceForm matter={matter} onDone={close} onCancel={() => setOpened(null)} />}
        {opened !== null && opened !== 'new' && (
          <ReleaseForm matter={matter} hold={opened} onDone={close} onCancel={() => setOpened(null)} />
        )}
      </Dialog>
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
          {isOver ? hold.releaseReason : hold.reason}
          {(isOver ? (hold.releaseReason ?? '') : hold.reason) !== '' && ' · '}
          <When at={hold.placedAt} precise={false} />
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

interface HoldFormProps {
  readonly matter: string;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

function PlaceForm({ matter, onDone, onCancel }: HoldFormProps) {
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const [coversMatter, setCovers] = useState(true);
  const send = async () => {
    await placeHold(matter, { name: name.trim(), reason: reason.trim(), coversMatter });
    onDone();
  };
  return (
    <DialogForm act="Place the hold" send={send} isOff={name.trim() === ''} onCancel={onCancel}>
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
    </DialogForm>
  );
}

function ReleaseForm({ matter, hold, onDone, onCancel }: HoldFormProps & { hold: Hold }) {
  const [reason, setReason] = useState('');
  const send = async () => {
    await releaseHold(matter, hold.id, reason.trim());
    onDone();
  };
  return (
    <DialogForm act="Release the hold" send={send} isOff={reason.trim() === ''} isDangerous onCancel={onCancel}>
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
    </DialogForm>
  );
}
