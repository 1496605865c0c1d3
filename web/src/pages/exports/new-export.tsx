import { Button, Checkbox, Group, Modal, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Body } from '../../api/client.ts';
import { useCollections } from '../../api/resources/collections.ts';
import { startExport } from '../../api/review/exports.ts';
import { queryClient } from '../../frame/query-client.ts';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert } from '../../parts/states.tsx';
import { counted } from '../../parts/words.ts';

interface NewExportProps {
  readonly matter: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

type Wish = Body<'startExport'>;
type Format = Wish['format'];

const formats: readonly { readonly value: Format; readonly label: string }[] = [
  { value: 'eml', label: 'EML: one file a message, original bytes' },
  { value: 'mbox', label: 'mbox: one file a mailbox' },
  { value: 'dat', label: 'Load file (DAT) with natives and text' },
  { value: 'csv', label: 'Load file (CSV) with natives and text' },
];

export function NewExport({ matter, opened, onClose }: NewExportProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="New export" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Fields matter={matter} onClose={onClose} />
    </Modal>
  );
}

type Of = 'matter' | 'query' | 'collection';

function selectionOf(of: Of, { query, collection }: { query: string; collection: string }): Wish['selection'] {
  switch (of) {
    case 'matter':
      return { kind: of };
    case 'query':
      return { kind: of, q: query };
    case 'collection':
      return { kind: of, collection };
  }
}

function Fields({ matter, onClose }: { matter: string; onClose: () => void }) {
  const [of, setOf] = useState<Of>('matter');
  const [query, setQuery] = useState('');
  const [collection, setCollection] = useState<string | null>(null);
  const [format, setFormat] = useState<Format>('eml');
  const [withDuplicates, setDuplicates] = useState(true);
  const [key] = useState(() => crypto.randomUUID());
  const form = useForm(async () => {
    const selection = selectionOf(of, { query, collection: collection ?? '' });
    await startExport(matter, { selection, format, duplicates: withDuplicates ? 'keep' : 'hide' }, key);
    await queryClient.invalidateQueries({ queryKey: ['exports', matter] });
    onClose();
  });
  return (
    <form onSubmit={form.onSubmit}>
      <Stack>
        <Radio.Group label="What" value={of} onChange={(next) => setOf(next)}>
          <Stack gap={6} mt={6}>
            <Radio value="matter" label="The whole matter" />
            <Radio value="query" label="What a query finds" />
            <Radio value="collection" label="One upload" />
          </Stack>
        </Radio.Group>
        {of === 'query' && (
          <TextInput
            label="Query (KQL)"
            required
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        )}
        {of === 'collection' && <UploadChoice matter={matter} value={collection} onChange={setCollection} />}
        <Select
          label="Format"
          data={[...formats]}
          allowDeselect={false}
          value={format}
          onChange={(value) => setFormat(formats.find((known) => known.value === value)?.value ?? 'eml')}
        />
        <Checkbox
          label="Duplicates too"
          checked={withDuplicates}
          onChange={(event) => setDuplicates(event.currentTarget.checked)}
        />
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={form.isBusy} disabled={of === 'collection' && collection === null}>
            Start the export
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function UploadChoice({
  matter,
  value,
  onChange,
}: {
  matter: string;
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  const list = useCollections(matter);
  return (
    <Select
      label="Upload"
      data={(list.rows ?? []).map(({ id, mailboxes, createdAt }) => ({
        value: id,
        label: `${createdAt.slice(0, 10)}, ${counted(mailboxes.total, 'mailbox', 'mailboxes')}`,
      }))}
      value={value}
      onChange={onChange}
    />
  );
}
