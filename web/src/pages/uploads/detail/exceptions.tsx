import { Badge, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useExceptions, type CollectionException } from '../../../api/resources/collections.ts';
import { DataTable, type Column } from '../../../parts/data-table.tsx';
import { Nothing, ProblemAlert, Waiting } from '../../../parts/states.tsx';
import { When } from '../../../parts/when.tsx';
import { sentence } from '../../../parts/words.ts';

const columns: readonly Column<CollectionException>[] = [
  {
    key: 'where',
    title: 'Where',
    width: '30%',
    cell: ({ mailbox, folder, part }) => (
      <>
        <Text truncate>{mailbox}</Text>
        <Text size="xs" c="dimmed" truncate>
          {[folder, part].filter((word) => word !== null && word !== '').join(' · ')}
        </Text>
      </>
    ),
  },
  { key: 'kind', title: 'What', width: '100px', cell: ({ kind }) => <Badge color="gray">{sentence(kind)}</Badge> },
  {
    key: 'cause',
    title: 'Cause and fix',
    cell: ({ detail, fix }) => (
      <>
        <Text truncate title={detail}>
          {detail}
        </Text>
        {fix.length > 0 && (
          <Text size="xs" c="dimmed" truncate title={fix.join(' ')}>
            {fix.join(' ')}
          </Text>
        )}
      </>
    ),
  },
  { key: 'code', title: 'Code', width: '190px', cell: ({ reason }) => <span className="cm-mono">{reason}</span> },
  { key: 'received', title: 'Received', width: '195px', cell: ({ received }) => <When at={received} /> },
];

/** What somebody should look at, with what to do about it. */
export function Exceptions({ id }: { id: string }) {
  const list = useExceptions(id);
  if (list.rows === undefined)
    return list.error === null ? <Waiting /> : <ProblemAlert thrown={list.error} again={list.again} />;
  if (list.rows.length === 0)
    return (
      <Nothing icon={<IconCircleCheck />} title="No exceptions">
        Every item that was listed has ended well.
      </Nothing>
    );
  return (
    <DataTable
      label="Exceptions"
      rows={list.rows}
      columns={columns}
      rowHeight={50}
      height={420}
      keyOf={({ kind, mailbox, item, part, reason }) => [kind, mailbox, item, part, reason].join('\n')}
      onEnd={list.more}
      isLoadingMore={list.isLoadingMore}
    />
  );
}
