import { Checkbox, Popover, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { createTag, findTags, tagColors, useTags } from '../../../api/review/marks.ts';
import { setTag, type Message } from '../../../api/review/messages.ts';
import { queryClient } from '../../../frame/query-client.ts';
import { More } from '../../../parts/more.tsx';
import { tellProblem } from '../../../parts/toast.ts';

interface TagMenuProps {
  readonly matter: string;
  readonly message: Message;
  readonly opened: boolean;
  readonly onChange: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

export function TagMenu({ matter, message, opened, onChange, children }: TagMenuProps) {
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      position="bottom-end"
      width={260}
      trapFocus
      returnFocus
      shadow="md"
      withRoles={false}
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Tags" p="xs">
        {opened && <TagList matter={matter} message={message} />}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Ticks put tags on and take them off at once; Enter takes the first that is shown, or makes a new one. */
function TagList({ matter, message }: { matter: string; message: Message }) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 150);
  const list = useTags(matter, { search });
  const wanted = typed.trim().toLowerCase();
  const shown = (list.rows ?? []).filter(({ name }) => name.toLowerCase().includes(wanted));
  const isKnown = list.rows !== undefined && search === typed.trim();
  const isOn = (tag: string) => message.tags.some(({ id }) => id === tag);
  const set = async (tag: string, on: boolean) => {
    await setTag({ matter, id: message.id, tag }, on);
    await refresh(matter, message.id);
  };
  const create = async () => {
    const color = tagColors[typed.trim().length % tagColors.length] ?? 'gray';
    const { id } = await createTag(matter, { name: typed.trim(), color });
    await set(id, true);
    await queryClient.invalidateQueries({ queryKey: ['tags', matter] });
  };
  /** Whoever types fast presses Enter before the list has followed: then the server is asked at once. */
  const enter = async () => {
    const found = isKnown ? shown : await findTags(matter, typed.trim());
    const first = found.find(({ name }) => name.toLowerCase() === wanted) ?? found[0];
    await (first === undefined ? create() : set(first.id, !isOn(first.id)));
    setTyped('');
  };
  return (
    <Stack gap={6}>
      <TextInput
        data-autofocus
        aria-label="Find or make a tag"
        placeholder="Find or make a tag"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && typed.trim() !== '') enter().catch(tellProblem);
        }}
      />
      <Stack gap={4} mah={240} style={{ overflow: 'auto' }}>
        {shown.map(({ id, name }) => (
          <Checkbox
            key={id}
            size="xs"
            label={name}
            checked={isOn(id)}
            onChange={(event) => void set(id, event.currentTarget.checked).catch(tellProblem)}
          />
        ))}
        <More list={list} />
        {shown.length === 0 && isKnown && typed.trim() !== '' && (
          <Text c="dimmed">Enter makes the tag “{typed.trim()}”.</Text>
        )}
        {list.rows?.length === 0 && search === '' && typed === '' && <Text c="dimmed">No tag yet. Type a name.</Text>}
      </Stack>
    </Stack>
  );
}

async function refresh(matter: string, id: string): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['messages', matter, id], exact: true });
  void queryClient.invalidateQueries({ queryKey: ['search', matter] });
  void queryClient.invalidateQueries({ queryKey: ['search-facets', matter] });
}
