import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { changeTag, tagColors } from '../../../api/review/marks.ts';
import { DialogForm } from '../../../parts/dialogs/dialog-form.tsx';
import { sentence } from '../../../parts/words.ts';
import type { TagAct } from './tag-act.ts';

export function ChangeTag({ matter, tag, onDone, onCancel }: TagAct) {
  const [name, setName] = useState(tag.name);
  const [color, setColor] = useState(tagColors.find((known) => known === tag.color) ?? 'gray');
  const send = async () => {
    await changeTag({ matter, tag: tag.id }, { name: name.trim(), color });
    await onDone();
  };
  return (
    <DialogForm act="Change the tag" send={send} isOff={name.trim() === ''} onCancel={onCancel}>
      <TextInput
        label="Name"
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label="Colour"
        allowDeselect={false}
        data={tagColors.map((known) => ({ value: known, label: sentence(known) }))}
        value={color}
        onChange={(chosen) => setColor(tagColors.find((known) => known === chosen) ?? 'gray')}
      />
    </DialogForm>
  );
}
