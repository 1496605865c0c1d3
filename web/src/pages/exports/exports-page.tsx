import { Badge, Button, Progress, Text } from '@mantine/core';
import { IconDownload, IconFileExport, IconPlus } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { makeLink, useExports, type Export } from '../../api/review/exports.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Page } from '../../parts/page.tsx';
import { Nothing, ProblemAlert, Waiting } from '../../parts/states.tsx';
import { tellProblem } from '../../parts/toast.ts';
import { When } from '../../parts/when.tsx';
import { actorName, count } from '../../parts/words.ts';
import { LinkDialog } from './link-dialog.tsx';
import { NewExport } from './new-export.tsx';
import { wishText } from './wish-text.ts';

/** What was handed out of the matter. */
export function ExportsPage() {
  const { matter } = useParams({ from: '/shell/matters/$matter/exports' });
  const list = useExports(matter);
  const [isNew, setNew] = useState(false);
  const [link, setLink] = useState<{ url: string; expiresAt: string } | null>(null);
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
      New export
    </Button>
  );
  const get = (id: string) => void makeLink(id).then(setLink, tellProblem);
  return (
    <Page title="Exports" about="Files handed out, each with its manifest and a signed receipt." actions={create} fills>
      {list.error !== null && list.rows === undefined && <ProblemAlert thrown={list.error} again={list.again} />}
      {list.rows === undefined && list.error === null && <Waiting />}
      {list.rows?.length === 0 && (
        <Nothing icon={<IconFileExport />} title="Nothing was exported yet" action={create}>
          Hand out an upload, the whole matter, or what a query finds, for another review platform or as mail files.
        </Nothing>
      )}
      {list.rows !== undefined && list.rows.length > 0 && (
        <DataTable
          label="Exports"
          rows={list.rows}
          columns={columnsFor(get)}
          rowHeight={50}
          keyOf={({ id }) => id}
          onEnd={list.more}
          isLoadingMore={list.isLoadingMore}
        />
      )}
      <NewExport matter={matter} opened={isNew} onClose={() => setNew(false)} />
      <LinkDialog link={link} onClose={() => setLink(null)} />
    </Page>
  );
}

const looks = {
  waiting: ['gray', 'Waiting'],
  running: ['blue', 'Running'],
  done: ['teal', 'Ready'],
  failed: ['red', 'Failed'],
  cancelled: ['gray', 'Cancelled'],
} as const;

function columnsFor(get: (id: string) => void): readonly Column<Export>[] {
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
    {
      key: 'get',
      title: '',
      width: '165px',
      cell: ({ id, state }) =>
        state === 'done' && (
          <Button size="compact-sm" variant="default" leftSection={<IconDownload size={14} />} onClick={() => get(id)}>
            Get the files
          </Button>
        ),
    },
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
