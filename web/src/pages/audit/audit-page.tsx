import { Button, Group, Menu, Select, Text, TextInput } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { auditFile, useAudit, type AuditEntry, type AuditFilter } from '../../api/resources/audit.ts';
import { useMatters } from '../../api/resources/matters.ts';
import { useMe } from '../../api/resources/me.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Page } from '../../parts/page.tsx';
import { Nothing, ProblemAlert, Waiting } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { sentence } from '../../parts/words.ts';
import { EntryDetails } from './entry-details.tsx';
import { VerifyChain } from './verify-chain.tsx';

const columns: readonly Column<AuditEntry>[] = [
  { key: 'seq', title: 'No.', width: '70px', isNumber: true, cell: ({ seq }) => seq },
  { key: 'at', title: 'When', width: '195px', cell: ({ at }) => <When at={at} /> },
  { key: 'actor', title: 'Who', width: '230px', cell: ({ actor }) => actor.replace(/^person:/, '') },
  {
    key: 'action',
    title: 'What',
    width: '220px',
    cell: ({ action }) => <span title={action}>{actWords(action)}</span>,
  },
  {
    key: 'subject',
    title: 'About',
    cell: ({ subject }) => (
      <Text truncate c="dimmed">
        {subjectText(subject)}
      </Text>
    ),
  },
];

/** `connection.set-up-viewed` is "Connection set up viewed". */
function actWords(action: string): string {
  return sentence(action.replaceAll('.', '-'));
}

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What an act was about, in one line: what can be read before what can only be looked up. */
function subjectText(subject: AuditEntry['subject']): string {
  const facts = Object.entries(subject).filter(([, value]) => value !== null);
  const isId = (value: unknown) => typeof value === 'string' && id.test(value);
  return [...facts.filter(([, value]) => !isId(value)), ...facts.filter(([, value]) => isId(value))]
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' · ');
}

/** Who did what when; the chain can be computed again on the spot. */
export function AuditPage() {
  const mayVerify = useMe().person.instanceRole !== 'member';
  const [given, setGiven] = useState({ actor: '', action: '', from: '', to: '', matter: '' });
  const [typed] = useDebouncedValue(given, 300);
  const filter = filterOf(typed);
  const list = useAudit(filter);
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  return (
    <Page
      title="Audit trail"
      about="Every act, in a chain: each entry carries the hash of the one before, so none can be changed or taken out unseen."
      actions={
        <>
          <ExportMenu filter={filter} />
          {mayVerify && <VerifyChain />}
        </>
      }
      fills
    >
      <FilterRow given={given} onChange={setGiven} />
      {list.error !== null && list.rows === undefined && <ProblemAlert thrown={list.error} again={list.again} />}
      {list.rows === undefined && list.error === null && <Waiting rows={12} />}
      {list.rows?.length === 0 && <Nothing icon={<IconShieldCheck />} title="No entry matches" />}
      {list.rows !== undefined && list.rows.length > 0 && (
        <DataTable
          label="Audit trail"
          rows={list.rows}
          columns={columns}
          rowHeight={32}
          keyOf={({ seq }) => String(seq)}
          onOpen={setOpened}
          onEnd={list.more}
          isLoadingMore={list.isLoadingMore}
        />
      )}
      <EntryDetails entry={opened} onClose={() => setOpened(null)} />
    </Page>
  );
}

interface Given {
  readonly actor: string;
  readonly action: string;
  readonly from: string;
  readonly to: string;
  readonly matter: string;
}

/** Days are those of whoever looks; the last one counts as a whole. */
function filterOf({ actor, action, from, to, matter }: Given): AuditFilter {
  const instant = (day: string, days: number) => {
    const date = new Date(`${day}T00:00:00`);
    date.setDate(date.getDate() + days);
    return date.toISOString();
  };
  return {
    ...(actor === '' ? {} : { actor: actor.includes(':') || actor === 'system' ? actor : `person:${actor}` }),
    ...(action === '' ? {} : { action }),
    ...(from === '' ? {} : { from: instant(from, 0) }),
    ...(to === '' ? {} : { to: instant(to, 1) }),
    ...(matter === '' ? {} : { matter }),
  };
}

function FilterRow({ given, onChange }: { given: Given; onChange: (given: Given) => void }) {
  const matters = useMatters();
  const field = (name: keyof Given) => ({
    value: given[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...given, [name]: event.currentTarget.value }),
  });
  return (
    <Group mb="sm" gap="xs" align="flex-end">
      <Select
        label="Matter"
        placeholder="All"
        w={220}
        searchable
        clearable
        data={(matters.rows ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={given.matter === '' ? null : given.matter}
        onChange={(matter) => onChange({ ...given, matter: matter ?? '' })}
      />
      <TextInput label="Who" placeholder="E-mail address" w={220} {...field('actor')} />
      <TextInput label="What" placeholder="person, person.signed-in …" w={220} {...field('action')} />
      <TextInput label="From" type="date" {...field('from')} />
      <TextInput label="To" type="date" {...field('to')} />
    </Group>
  );
}

function ExportMenu({ filter }: { filter: AuditFilter }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={auditFile(filter, 'csv')} download>
          What is shown, as CSV
        </Menu.Item>
        <Menu.Item component="a" href={auditFile(filter, 'jsonl')} download>
          What is shown, as JSON lines
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
