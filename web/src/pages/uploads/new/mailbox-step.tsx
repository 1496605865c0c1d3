import { ActionIcon, Button, Group, Paper, ScrollArea, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useConnections } from '../../../api/resources/connections.ts';
import { counted } from '../../../parts/words.ts';
import { withMailboxes, type Draft } from './draft.ts';
import { MailboxPicker } from './mailbox-picker.tsx';

interface StepProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

export function MailboxStep({ draft, onChange }: StepProps) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  return (
    <Group align="stretch" wrap="nowrap" gap="md" style={{ flex: 1, minHeight: 0 }}>
      <Stack style={{ flex: 1, minWidth: 0, minHeight: 0 }} gap="sm">
        <Group grow align="flex-end" gap="sm">
          <ConnectionChoice draft={draft} onChange={onChange} />
          <TextInput
            label="Find a mailbox"
            placeholder="Name, address or alias"
            leftSection={<IconSearch size={15} />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            disabled={draft.connection === null}
          />
        </Group>
        <MailboxPicker
          connection={draft.connection}
          search={search}
          chosen={draft.mailboxes}
          onToggle={(mailboxes, isIn) => onChange(withMailboxes(draft, mailboxes, isIn))}
        />
      </Stack>
      <Chosen draft={draft} onChange={onChange} />
    </Group>
  );
}

function ConnectionChoice({ draft, onChange }: StepProps) {
  const list = useConnections();
  const usable = list.rows ?? [];
  if (list.rows?.length === 0) {
    return (
      <Stack gap={4}>
        <Text fw={600}>Connection</Text>
        <Button component={Link} to="/connections/new" variant="default">
          Connect Microsoft 365 first
        </Button>
      </Stack>
    );
  }
  return (
    <Select
      label="Connection"
      placeholder="Choose a connection"
      data={usable.map(({ id, name }) => ({ value: id, label: name }))}
      value={draft.connection}
      onChange={(connection) => onChange({ ...draft, connection, mailboxes: [] })}
      error={list.error === null ? undefined : 'The connections could not be read.'}
      searchable
    />
  );
}

function Chosen({ draft, onChange }: StepProps) {
  return (
    <Paper p="md" w={300} style={{ flex: 'none', display: 'flex', flexDirection: 'column', minHeight: 0 }}>
      <Group justify="space-between" mb="xs">
        <Title order={2}>{counted(draft.mailboxes.length, 'mailbox', 'mailboxes')}</Title>
        {draft.mailboxes.length > 0 && (
          <Button size="compact-xs" variant="subtle" onClick={() => onChange({ ...draft, mailboxes: [] })}>
            Clear
          </Button>
        )}
      </Group>
      {draft.mailboxes.length === 0 && <Text c="dimmed">Tick the mailboxes to upload from.</Text>}
      <ScrollArea style={{ flex: 1 }} type="auto">
        <Stack gap={2} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
          {draft.mailboxes.map(({ address, name }) => (
            <Group key={address} component="li" justify="space-between" wrap="nowrap" gap={4}>
              <div className="cm-clip">
                <Text truncate>{name}</Text>
                <Text size="xs" c="dimmed" truncate>
                  {address}
                </Text>
              </div>
              <ActionIcon
                size="sm"
                aria-label={`Leave out ${address}`}
                onClick={() =>
                  onChange({ ...draft, mailboxes: draft.mailboxes.filter((row) => row.address !== address) })
                }
              >
                <IconX size={14} />
              </ActionIcon>
            </Group>
          ))}
        </Stack>
      </ScrollArea>
    </Paper>
  );
}
