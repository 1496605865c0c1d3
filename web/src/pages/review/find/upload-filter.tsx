import { MultiSelect } from '@mantine/core';
import { useCollections, type Collection } from '../../../api/resources/collections.ts';
import type { Search } from '../../../api/review/search.ts';
import { chosenOf } from '../../../frame/review-address.ts';
import { More } from '../../../parts/more.tsx';
import { counted } from '../../../parts/words.ts';
import classes from '../review.module.css';

interface UploadFilterProps {
  readonly matter: string;
  readonly search: Search;
  readonly onSearch: (search: Search) => void;
}

/** Only what certain uploads brought, or found already held. */
export function UploadFilter({ matter, search, onSearch }: UploadFilterProps) {
  const list = useCollections(matter);
  const chosen = chosenOf(search, 'collection');
  const rows = list.rows ?? [];
  if (rows.length < 2 && chosen.length === 0) return null;
  const gone = chosen.filter((id) => rows.every((row) => row.id !== id));
  return (
    <div className={classes['group']}>
      <MultiSelect
        size="xs"
        label="Upload"
        placeholder={chosen.length === 0 ? 'Any' : undefined}
        searchable
        clearable
        data={[
          ...rows.map((row) => ({ value: row.id, label: nameOf(row) })),
          ...gone.map((id) => ({ value: id, label: id })),
        ]}
        value={[...chosen]}
        onChange={(collection) => onSearch({ ...search, collection: collection.length === 0 ? undefined : collection })}
      />
      <More list={list} />
    </div>
  );
}

function nameOf({ createdAt, mailboxes, counts }: Collection): string {
  return `${createdAt.slice(0, 16).replace('T', ' ')} UTC, ${counted(mailboxes.total, 'mailbox', 'mailboxes')}, ${counted(counts.kept, 'item')}`;
}
