import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconTags } from '@tabler/icons-react';
import { useState } from 'react';
import { useTags, type Tag } from '../../../api/review/marks.ts';
import { queryClient } from '../../../frame/query-client.ts';
import { Dialog } from '../../../parts/dialogs/dialog.tsx';
import { ListedRows, More } from '../../../parts/more.tsx';
import { counted } from '../../../parts/words.ts';
import { TagChip } from '../message/tag-chip.tsx';
import { ChangeTag } from './change-tag.tsx';
import { MergeTag } from './merge-tag.tsx';
import { RemoveTag } from './remove-tag.tsx';
import classes from '../review.module.css';

type Act = { readonly kind: 'change' | 'merge' | 'remove'; readonly tag: Tag };

/** The tags of the matter: other names and colours, two made one, or removed. */
export function EditTags({ matter }: { matter: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={classes['group']}>
      <Button
        size="compact-xs"
        variant="subtle"
        px={0}
        leftSection={<IconTags size={14} />}
        onClick={() => setOpen(true)}
      >
        Edit the tags…
      </Button>
      <Dialog title="Tags of the matter" size="lg" opened={isOpen} onClose={() => setOpen(false)}>
        <Tags matter={matter} />
      </Dialog>
    </div>
  );
}

function Tags({ matter }: { matter: string }) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 150);
  const list = useTags(matter, { search });
  const [act, setAct] = useState<Act | null>(null);
  const close = () => setAct(null);
  const done = async () => {
    for (const key of ['tags', 'search', 'search-facets', 'search-count', 'messages'])
      await queryClient.invalidateQueries({ queryKey: [key, matter] });
    close();
  };
  if (act?.kind === 'change') return <ChangeTag matter={matter} tag={act.tag} onDone={done} onCancel={close} />;
  if (act?.kind === 'merge') return <MergeTag matter={matter} tag={act.tag} onDone={done} onCancel={close} />;
  if (act?.kind === 'remove') return <RemoveTag matter={matter} tag={act.tag} onDone={done} onCancel={close} />;
  return (
    <Stack>
      <TextInput
        aria-label="Find a tag"
        placeholder="Find a tag"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ListedRows list={list}>
        {(tags) => (
          <Stack gap={4}>
            {tags.length === 0 && <Text c="dimmed">No tag{search === '' ? ' yet' : ' of that name'}.</Text>}
            {tags.map((tag) => (
              <TagRow key={tag.id} tag={tag} onAct={(kind) => setAct({ kind, tag })} />
            ))}
            <More list={list} />
          </Stack>
        )}
      </ListedRows>
    </Stack>
  );
}

function TagRow({ tag, onAct }: { tag: Tag; onAct: (kind: Act['kind']) => void }) {
  const { name, items } = tag;
  return (
    <Group justify="space-between" wrap="nowrap">
      <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
        <TagChip tag={tag} />
        <Text size="xs" c="dimmed">
          {counted(items, 'message')}
        </Text>
      </Group>
      <Group gap={2} wrap="nowrap">
        <Button size="compact-xs" variant="subtle" aria-label={`Change ${name}`} onClick={() => onAct('change')}>
          Change
        </Button>
        <Button size="compact-xs" variant="subtle" aria-label={`Merge ${name}`} onClick={() => onAct('merge')}>
          Merge
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          color="red"
          aria-label={`Remove ${name}`}
          onClick={() => onAct('remove')}
        >
          Remove
        </Button>
      </Group>
    </Group>
  );
}
