import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { createToken, type TokenScope } from '../../api/resources/account.ts';
import { queryClient } from '../../frame/query-client.ts';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert } from '../../parts/states.tsx';

const scopes: readonly { readonly value: TokenScope; readonly label: string }[] = [
  { value: 'read', label: 'Read: matters, custodians, uploads' },
  { value: 'collect', label: 'Collect: start and steer uploads' },
  { value: 'review', label: 'Review: search, read, tag' },
  { value: 'export', label: 'Export' },
  { value: 'audit', label: 'Audit trail' },
  { value: 'administer', label: 'Administer: people, members, connections' },
  { value: 'metrics', label: 'Metrics' },
];

const lifetimes = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '366', label: 'a year' },
];

interface NewTokenProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onMade: (secret: string) => void;
}

export function NewToken(props: NewTokenProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="New token" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Fields {...props} />
    </Modal>
  );
}

function Fields({ onClose, onMade }: NewTokenProps) {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<TokenScope[]>(['read']);
  const [days, setDays] = useState('30');
  const form = useForm(async () => {
    const { secret } = await createToken({ name: name.trim(), scopes: chosen, expiresInDays: Number(days) });
    await queryClient.invalidateQueries({ queryKey: ['tokens'] });
    onClose();
    onMade(secret);
  });
  return (
    <form onSubmit={form.onSubmit}>
      <Stack>
        <TextInput
          label="What it is for"
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Checkbox.Group label="Scopes" value={chosen} onChange={(values) => setChosen(values)}>
          <Stack gap={6} mt={6}>
            {scopes.map(({ value, label }) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Select
          label="Ends after"
          data={lifetimes}
          allowDeselect={false}
          value={days}
          onChange={(value) => setDays(value ?? '30')}
        />
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={form.isBusy} disabled={chosen.length === 0}>
            Make the token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
