import { ActionIcon, Button, Checkbox, Group, Menu, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { removeSavedSearch, saveSearch, useSavedSearches, type Search } from '../../../api/review/search.ts';
import { queryClient } from '../../../frame/query-client.ts';
import { readSearch } from '../../../frame/review-address.ts';
import { Dialog } from '../../../parts/dialogs/dialog.tsx';
import { DialogForm } from '../../../parts/dialogs/dialog-form.tsx';
import { More } from '../../../parts/more.tsx';
import { tellProblem } from '../../../parts/toast.ts';

interface SavedProps {
  readonly matter: string;
  readonly search: Search;
  readonly onSearch: (search: Search) => void;
}

export function SavedSearches({ matter, search, onSearch }: SavedProps) {
  const [isSaving, setSaving] = useState(false);
  const list = useSavedSearches(matter);
  const saved = list.rows ?? [];
  const remove = (id: string) => {
    removeSavedSearch(matter, id).then(
      () => queryClient.invalidateQueries({ queryKey: ['saved-searches', matter] }),
      tellProblem,
    );
  };
  return (
    <>
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={16} />}>
            Saved
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          <Menu.Item onClick={() => setSaving(true)}>Save this search…</Menu.Item>
          {saved.length > 0 && <Menu.Divider />}
          {saved.map(({ id, name, q, filters, isShared, savedBy }) => (
            <Group key={id} gap={0} wrap="nowrap">
              <Menu.Item
                onClick={() => onSearch(readSearch({ ...Object(filters), q } as Record<string, unknown>))}
                title={`${q} · ${savedBy}`}
              >
                {name}
                {isShared ? ' (shared)' : ''}
              </Menu.Item>
              <ActionIcon size="sm" mr={6} aria-label={`Remove ${name}`} onClick={() => remove(id)}>
                <IconTrash size={14} />
              </ActionIcon>
            </Group>
          ))}
          <More list={list} />
        </Menu.Dropdown>
      </Menu>
      <Dialog opened={isSaving} onClose={() => setSaving(false)} title="Save this search">
        <SaveForm matter={matter} search={search} onClose={() => setSaving(false)} />
      </Dialog>
    </>
  );
}

function SaveForm({ matter, search, onClose }: { matter: string; search: Search; onClose: () => void }) {
  const [name, setName] = useState('');
  const [isShared, setShared] = useState(false);
  const { q, ...filters } = search;
  const send = async () => {
    await saveSearch(matter, { name: name.trim(), q: q ?? '', filters, isShared });
    await queryClient.invalidateQueries({ queryKey: ['saved-searches', matter] });
    onClose();
  };
  return (
    <DialogForm act="Save" send={send} isOff={name.trim() === ''} onCancel={onClose}>
      <TextInput
        label="Name"
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox
        label="Everybody who reviews the matter sees it"
        checked={isShared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
    </DialogForm>
  );
}
