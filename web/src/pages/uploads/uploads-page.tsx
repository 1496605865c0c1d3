import { Badge, Button, Group, Menu, Text } from '@mantine/core';
import { IconBrandOffice, IconChevronDown, IconCloudUpload } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useCollections, type Collection } from '../../api/resources/collections.ts';
import { useMembership } from '../../api/resources/me.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Page } from '../../parts/page.tsx';
import { Nothing, ProblemAlert, Waiting } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { actorName, count, counted, size } from '../../parts/words.ts';
import { PhaseBadge } from './phase.tsx';
import { CollectionProgress } from './progress.tsx';
import { useLiveCollections } from './use-live-collections.ts';

const columns: readonly Column<Collection>[] = [
  {
    key: 'what',
    title: 'Upload',
    cell: ({ mailboxes, connection, window }) => (
      <>
        <b style={{ fontWeight: 600 }}>{counted(mailboxes.total, 'mailbox', 'mailboxes')}</b>
        <Text c="dimmed" size="xs" truncate>
          {connection.name} · {windowText(window)}
        </Text>
      </>
    ),
  },
  { key: 'phase', title: 'State', width: '150px', cell: ({ phase }) => <PhaseBadge phase={phase} /> },
  { key: 'progress', title: 'Progress', width: '220px', cell: (row) => <CollectionProgress collection={row} /> },
  { key: 'kept', title: 'Kept', width: '96px', isNumber: true, cell: ({ counts }) => count(counts.kept) },
  { key: 'bytes', title: 'Size', width: '96px', isNumber: true, cell: ({ bytes }) => size(bytes) },
  {
    key: 'exceptions',
    title: 'Failed, skipped',
    width: '130px',
    isNumber: true,
    cell: (row) => (exceptionsOf(row) === 0 ? '0' : <Badge color="orange">{count(exceptionsOf(row))}</Badge>),
  },
  {
    key: 'started',
    title: 'Started',
    width: '190px',
    cell: ({ createdAt, startedBy }) => (
      <>
        <When at={createdAt} />
        <Text c="dimmed" size="xs" truncate>
          {actorName(startedBy)}
        </Text>
      </>
    ),
  },
];

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** What somebody should look at, as far as the counts tell. */
function exceptionsOf({ counts, progress }: Collection): number {
  return Math.max(counts.failed + counts.skipped, progress?.exceptions ?? 0);
}

function windowText({ from, to }: Collection['window']): string {
  if (from === null && to === null) return 'all dates';
  const first = from === null ? 'the beginning' : day.format(new Date(from));
  // The window ends before this instant: its last day is the one that holds the moment before.
  const last = to === null ? 'its start' : day.format(new Date(new Date(to).getTime() - 1));
  return `${first} to ${last}`;
}

/** The uploads of a matter, as they happen. */
export function UploadsPage() {
  const { matter } = useParams({ from: '/shell/matters/$matter/uploads' });
  const navigate = useNavigate();
  const role = useMembership(matter)?.role;
  const list = useCollections(matter);
  const live = useLiveCollections();
  const create = (role === 'case-manager' || role === 'uploader') && <NewMenu matter={matter} />;
  return (
    <Page title="Uploads" about="Mail on its way into this matter, and what has arrived." actions={create} fills>
      {live === 'lost' && (
        <Text c="dimmed" role="status" mb="xs">
          The connection to the server is lost; it is tried again. What runs goes on.
        </Text>
      )}
      {list.error !== null && list.rows === undefined && <ProblemAlert thrown={list.error} again={list.again} />}
      {list.rows === undefined && list.error === null && <Waiting />}
      {list.rows?.length === 0 && (
        <Nothing icon={<IconCloudUpload />} title="Nothing was uploaded yet" action={create}>
          Pick a connection, mailboxes and dates. Before anything starts you see how many messages there are, and what
          is missing.
        </Nothing>
      )}
      {list.rows !== undefined && list.rows.length > 0 && (
        <DataTable
          label="Uploads"
          rows={list.rows}
          columns={columns}
          rowHeight={50}
          keyOf={({ id }) => id}
          onOpen={({ id }) =>
            void navigate({ to: '/matters/$matter/uploads/$collection', params: { matter, collection: id } })
          }
          onEnd={list.more}
          isLoadingMore={list.isLoadingMore}
        />
      )}
    </Page>
  );
}

function NewMenu({ matter }: { matter: string }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconCloudUpload size={16} />} rightSection={<IconChevronDown size={14} />}>
          Create new
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Cloud upload</Menu.Label>
        <Menu.Item component={Link} to={`/matters/${matter}/uploads/new`} leftSection={<IconBrandOffice size={16} />}>
          <Group gap={4}>Import from Microsoft 365</Group>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
