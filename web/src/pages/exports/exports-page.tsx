import { Badge, Button, Group, Progress, Text } from '@mantine/core';
import { IconDownload, IconFileExport, IconPlus, IconReceipt } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Listed } from '../../api/paged.ts';
import { useMembership } from '../../api/resources/me.ts';
import { cancelJob } from '../../api/review/marks.ts';
import { makeLink, useExports, type Export } from '../../api/review/exports.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListedRows } from '../../parts/more.tsx';
import { Page } from '../../parts/page.tsx';
import { Nothing } from '../../parts/states.tsx';
import { tellProblem } from '../../parts/toast.ts';
import { When } from '../../parts/when.tsx';
import { actorName, count } from '../../parts/words.ts';
import { ExportPapers } from './export-papers.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { NewExport } from './new-export.tsx';
import { wishText } from './wish-text.ts';

/** What was handed out of the matter. */
export function ExportsPage() {
  const { matter } = useParams({ from: '/shell/matters/$matter/exports' });
  const mayExport = useMembership(matter)?.role === 'case-manager';
  const list = useExports(matter);
  const [isNew, setNew] = useState(false);
  const [link, setLink] = useState<{ url: string; expiresAt: string } | null>(null);
  const [papers, setPapers] = useState<string | null>(null);
  const create = mayExport && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
      New export
    </Button>
  );
  const acts: Acts = {
    mayExport,
    onGet: (id) => void makeLink(id).then(setLink, tellProblem),
    onPapers: setPapers,
    onStop: (id) => void cancelJob(id).then(list.again, tellProblem),
  };
  return (
    <Page title="Exports" about="Files handed out, each with its manifest and a signed receipt." actions={create} fills>
      <ExportTable list={list} create={create} acts={acts} />
      <NewExport matter={matter} opened={isNew} onClose={() => setNew(false)} />
      <LinkDialog link={link} onClose={() => setLink(null)} />
      <ExportPapers id={papers} mayReadFiles={mayExport} onClose={() => setPapers(null)} />
    </Page>
  );
}

interface Acts {
  readonly mayExport: boolean;
  readonly onGet: (id: string) => void;
  readonly onPapers: (id: string) => void;
  readonly onStop: (id: string) => void;
}

function ExportTable({ list, create, acts }: { list: Listed<Export>; create: ReactNode; acts: Acts }) {
  return (
    <ListedRows list={list} waiting={6}>
      {(rows) =>
        rows.length === 0 ? (
          <Nothing icon={<IconFileExport />} title="Nothing was exported yet" action={create}>
            Hand out an upload, the whole matter, or what a query finds, for another review platform or as mail files.
          </Nothing>
        ) : (
          <DataTable
            label="Exports"
            rows={rows}
            columns={columnsFor(acts)}
            rowHeight={50}
            keyOf={({ id }) => id}
            onEnd={list.more}
            isLoadingMore={list.isLoadingMore}
          />
        )
      }
    </ListedRows>
  );
}

const looks = {
  waiting: ['gray', 'Waiting'],
  running: ['blue', 'Running'],
  done: ['teal', 'Ready'],
  failed: ['red', 'Failed'],
  cancelled: ['gray', 'Cancelled'],
} as const;

function columnsFor(acts: Acts): readonly Column<Export>[] {
  return [
    {
      key: 'what',
      title: 'Export',
      cell: ({ request, failure }) => (
        <>
          <b style={{ fontWeight: 600 }}>{wishText(request).what}</b>
          <Text size="xs" c={failure === null ? 'dimmed' : 'red'} truncate title={failure?.fix ?? undefined}>
            {failure?.cause ?? wishText(request).format}
          </Text>
        </>
      ),
    },
    {
      key: 'state',
      title: 'State',
      width: '190px',
      cell: ({ state, done, total }) =>
        state === 'running' && total > 0 ? (
          <>
            <Progress value={(done / total) * 100} size="sm" animated aria-label="Progress" />
            <Text size="xs" c="dimmed">
              {count(done)} of {count(total)}
            </Text>
          </>
        ) : (
          <Badge color={looks[state][0]}>{looks[state][1]}</Badge>
        ),
    },
    { key: 'items', title: 'Items', width: '120px', isNumber: true, cell: (row) => <Amount {...row} /> },
    {
      key: 'started',
      title: 'Started',
      width: '190px',
      cell: ({ askedAt, askedBy }) => (
        <>
          <When at={askedAt} />
          <Text size="xs" c="dimmed" truncate>
            {actorName(askedBy)}
          </Text>
        </>
      ),
    },
    { key: 'acts', title: '', width: '260px', cell: (row) => <RowActs row={row} acts={acts} /> },
  ];
}

/** How many items were written, and how many the vault could not give. */
function Amount({ done, missing }: Export) {
  return (
    <>
      {count(done)}
      {missing > 0 && (
        <Text
          size="xs"
          c="red"
          title="A pack of the vault is missing or damaged: missing.csv in the export says which."
        >
          {count(missing)} missing
        </Text>
      )}
    </>
  );
}

function RowActs({ row: { id, state }, acts }: { row: Export; acts: Acts }) {
  const isGoing = state === 'waiting' || state === 'running';
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      {state === 'done' && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconReceipt size={14} />}
          onClick={() => acts.onPapers(id)}
        >
          Receipt
        </Button>
      )}
      {state === 'done' && acts.mayExport && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={14} />}
          onClick={() => acts.onGet(id)}
        >
          Get the files
        </Button>
      )}
      {isGoing && acts.mayExport && (
        <Button size="compact-sm" variant="default" onClick={() => acts.onStop(id)}>
          Stop
        </Button>
      )}
    </Group>
  );
}
