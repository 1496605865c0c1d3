import { Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { mergeTag, useTags } from '../../../api/review/marks.ts';
import { DialogForm } from '../../../parts/dialogs/dialog-form.tsx';
import { counted } from '../../../parts/words.ts';
import type { TagAct } from './tag-act.ts';

export function MergeTag({ matter, tag, onDone, onCancel }: TagAct) {
  const [into, setInto] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 150);
  const others = (useTags(matter, { search }).rows ?? []).filter(({ id }) => id !== tag.id);
  const send = async () => {
    if (into === null) return;
    await mergeTag({ matter, tag: tag.id }, into);
    await onDone();
  };
  return (
    <DialogForm act="Merge the tags" send={send} isOff={into === null} isDangerous onCancel={onCancel}>
      <Text>
        {counted(tag.items, 'message')} with “{tag.name}” get the other tag, and “{tag.name}” is no more. It cannot be
        taken apart again; saved searches that filter by “{tag.name}” find nothing afterwards.
      </Text>
      <Select
        label="The tag that stays"
        searchable
        onSearchChange={setTyped}
        nothingFoundMessage="No other tag of that name"
        data={others.map(({ id, name }) => ({ value: id, label: name }))}
        value={into}
        onChange={setInto}
      />
    </DialogForm>
  );
}
