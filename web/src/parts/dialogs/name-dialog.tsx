import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from './dialog.tsx';
import { DialogForm } from './dialog-form.tsx';

interface NameDialogProps {
  readonly title: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly act: string;
  /** Gets the name without what surrounds it; the dialog closes when it is done. */
  readonly send: (name: string) => Promise<unknown>;
  readonly before?: string;
  readonly about?: string;
  readonly example?: string;
}

/** Asks for a name. */
export function NameDialog(props: NameDialogProps) {
  const { title, opened, onClose } = props;
  return (
    <Dialog title={title} opened={opened} onClose={onClose}>
      <NameForm {...props} />
    </Dialog>
  );
}

function NameForm({ act, send, onClose, before = '', about, example }: NameDialogProps) {
  const [name, setName] = useState(before);
  const given = name.trim();
  return (
    <DialogForm
      act={act}
      isOff={given === '' || given === before}
      onCancel={onClose}
      send={async () => {
        await send(given);
        onClose();
      }}
    >
      <TextInput
        label="Name"
        description={about}
        placeholder={example}
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
