import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { startBulk, useHolds, useTags } from '../../api/review/marks.ts';
import { countQuery, type Search } from '../../api/review/search.ts';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert } from '../../parts/states.tsx';
import { counted } from '../../parts/words.ts';
import { followJob } from './follow-job.tsx';

export type BulkKind = 'tag' | 'untag' | 'hold';

interface DialogProps {
  readonly matter: string;
  readonly search: Search;
  readonly act: BulkKind | null;
  readonly onClose: () => void;
}

const titles = {
  tag: 'Tag all results',
  untag: 'Take a tag off all results',
  hold: 'Put all results on hold',
} as const;

export function BulkDialog({ matter, search, act, onClose }: DialogProps) {
  return (
    <Modal
      opened={act !== null}
      onClose={onClose}
      title={act === null ? '' : titles[act]}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {act !== null && <BulkForm matter={matter} search={search} act={act} onClose={onClose} />}
    </Modal>
  );
}

function BulkForm({ matter, search, act, onClose }: DialogProps & { act: BulkKind }) {
  const [target, setTarget] = useState<string | null>(null);
  const [key] = useState(() => crypto.randomUUID());
  const { data: count } = useQuery(countQuery(matter, search));
  const [typed, setTyped] = useState('');
  const [wanted] = useDebouncedValue(typed.trim(), 150);
  const tags = useTags(matter, { search: wanted, enabled: act !== 'hold' });
  const holds = useHolds(matter, { search: wanted, standing: true, enabled: act === 'hold' });
  const choices = act === 'hold' ? holds.rows?.filter(({ coversMatter }) => !coversMatter) : tags.rows;
  const form = useForm(async () => {
    if (target === null) return;
    const { q: _query, ...filters } = search;
    const { id } = await startBulk(
      matter,
      { q: search.q ?? '', filters, act: act === 'hold' ? { kind: act, hold: target } : { kind: act, tag: target } },
      key,
    );
    void followJob(id, { matter, title: titles[act] });
    onClose();
  });
  return (
    <form onSubmit={form.onSubmit}>
      <Stack>
        <Text>
          {count === undefined ? 'Everything that was found' : counted(count.count, 'result')}: what the query and the
          filters find at the moment it runs. It goes on when you leave this page, and is one entry of the audit trail.
        </Text>
        <Select
          label={act === 'hold' ? 'Hold' : 'Tag'}
          data={(choices ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={target}
          onChange={setTarget}
          searchable
          onSearchChange={setTyped}
          nothingFoundMessage={act === 'hold' ? 'No hold of that name' : 'No tag of that name'}
        />
        {act === 'hold' && (
          <Text c="dimmed">
            Holds are placed on the page{' '}
            <Link to="/matters/$matter" params={{ matter }}>
              Overview
            </Link>
            .
          </Text>
        )}
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={form.isBusy} disabled={target === null}>
            {titles[act]}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
