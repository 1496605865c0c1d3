import { Text } from '@mantine/core';
import { removeTag } from '../../../api/review/marks.ts';
import { DialogForm } from '../../../parts/dialogs/dialog-form.tsx';
import { counted } from '../../../parts/words.ts';
import type { TagAct } from './tag-act.ts';

export function RemoveTag({ matter, tag, onDone, onCancel }: TagAct) {
  const send = async () => {
    await removeTag({ matter, tag: tag.id });
    await onDone();
  };
  return (
    <DialogForm act="Remove the tag" send={send} isDangerous onCancel={onCancel}>
      <Text>
        “{tag.name}” comes off {counted(tag.items, 'message')}. The messages stay as they are; who had tagged them stays
        in the audit trail. Saved searches that filter by it find nothing afterwards.
      </Text>
    </DialogForm>
  );
}
