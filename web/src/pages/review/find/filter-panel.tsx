import { Button, Checkbox, Group, Select, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { facetsQuery, type Facets, type Search } from '../../../api/review/search.ts';
import { useMembership } from '../../../api/resources/me.ts';
import { countFilters, type ListFilter } from '../../../frame/review-address.ts';
import classes from '../review.module.css';
import { sentence } from '../../../parts/words.ts';
import { markName } from '../mark-name.ts';
import { EditTags } from '../tags/edit-tags.tsx';
import { UploadFilter } from './upload-filter.tsx';
import { FilterGroup } from './filter-group.tsx';

interface PanelProps {
  readonly matter: string;
  readonly search: Search;
  readonly onSearch: (search: Search) => void;
}

/** Everything results can be narrowed by, each with how many it would leave. */
export function FilterPanel({ matter, search, onSearch }: PanelProps) {
  const { data } = useQuery(facetsQuery(matter, search));
  const filters = countFilters(search);
  const mayEditTags = useMembership(matter)?.role === 'case-manager';
  return (
    <aside className={classes['filters']} aria-label="Filters" tabIndex={0}>
      <Group justify="space-between" px={14} mb={6} h={26}>
        <Text fw={650}>Filters</Text>
        {filters > 0 && (
          <Button size="compact-xs" variant="subtle" onClick={() => onSearch({ q: search.q })}>
            Clear {filters}
          </Button>
        )}
      </Group>
      <Duplicates search={search} onSearch={onSearch} />
      <Dates search={search} onSearch={onSearch} />
      <UploadFilter matter={matter} search={search} onSearch={onSearch} />
      {data !== undefined &&
        groupsOf(data).map(({ filter, title, values }) => (
          <FilterGroup key={filter} filter={filter} title={title} values={values} search={search} onSearch={onSearch} />
        ))}
      {mayEditTags && <EditTags matter={matter} />}
      <div className={classes['group']}>
        <Checkbox
          size="xs"
          label="Has attachments"
          checked={search.hasAttachment === true}
          onChange={(event) => onSearch({ ...search, hasAttachment: event.currentTarget.checked ? true : undefined })}
        />
        <Checkbox
          mt={6}
          size="xs"
          label="Without a tag"
          checked={search.untagged === true}
          onChange={(event) => onSearch({ ...search, untagged: event.currentTarget.checked ? true : undefined })}
        />
      </div>
    </aside>
  );
}

interface FilterValues {
  readonly filter: ListFilter;
  readonly title: string;
  readonly values: Facets['custodians'];
}

const kindName = (kind: string) => (kind === 'email' ? 'E-mail' : sentence(kind));

function groupsOf(facets: Facets): readonly FilterValues[] {
  const marks = facets.marks
    .filter(({ count }) => count > 0)
    .map(({ value, count }) => ({ value, count, label: markName(value) }));
  return [
    { filter: 'custodian', title: 'Custodian', values: facets.custodians },
    { filter: 'tag', title: 'Tag', values: facets.tags },
    { filter: 'mark', title: 'Marks', values: marks },
    { filter: 'hold', title: 'Hold', values: facets.holds },
    { filter: 'sender', title: 'Sender', values: facets.senders },
    { filter: 'domain', title: 'Domain of the sender', values: facets.domains },
    { filter: 'type', title: 'Attachment type', values: facets.fileTypes },
    { filter: 'kind', title: 'Kind', values: facets.kinds.map((kind) => ({ ...kind, label: kindName(kind.value) })) },
    { filter: 'mailbox', title: 'Mailbox', values: facets.mailboxes },
    { filter: 'folder', title: 'Folder', values: facets.folders },
  ];
}

function Duplicates({ search, onSearch }: Omit<PanelProps, 'matter'>) {
  return (
    <div className={classes['group']}>
      <Select
        size="xs"
        label="Duplicates"
        allowDeselect={false}
        value={search.duplicates ?? 'show'}
        onChange={(value) =>
          onSearch({ ...search, duplicates: value === 'hide' || value === 'per-custodian' ? value : undefined })
        }
        data={[
          { value: 'show', label: 'Show all of them' },
          { value: 'hide', label: 'One of each' },
          { value: 'per-custodian', label: 'One for each custodian' },
        ]}
      />
    </div>
  );
}

function Dates({ search, onSearch }: Omit<PanelProps, 'matter'>) {
  const set = (name: 'from' | 'to', day: string) => {
    const date = new Date(`${day}T00:00:00`);
    if (name === 'to') date.setDate(date.getDate() + 1);
    onSearch({ ...search, [name]: day === '' ? undefined : date.toISOString() });
  };
  return (
    <div className={classes['group']}>
      <TextInput
        type="date"
        label="Received from"
        value={dayOf(search.from, 0)}
        onChange={(event) => set('from', event.currentTarget.value)}
        mb={6}
      />
      <TextInput
        type="date"
        label="To, this day included"
        value={dayOf(search.to, 1)}
        onChange={(event) => set('to', event.currentTarget.value)}
      />
    </div>
  );
}

/** The viewer's day of an instant, for a field; the end of a window belongs to the day before. */
function dayOf(at: string | undefined, back: number): string {
  if (at === undefined) return '';
  const date = new Date(new Date(at).getTime() - back);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
