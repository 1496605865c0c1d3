import { Badge, List, Modal, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useExceptions, type CollectionException } from '../../../api/resources/collections.ts';
import { DataTable, type Column } from '../../../parts/data-table.tsx';
import { Facts } from '../../../parts/facts.tsx';
import { Nothing, ProblemAlert, Waiting } from '../../../parts/states.tsx';
import { When } from '../../../parts/when.tsx';
import { browserWords, sentence } from '../../../parts/words.ts';

const columns: readonly Column<CollectionException>[] = [
  {
    key: 'where',
    title: 'Where',
    width: '30%',
    cell: ({ mailbox, folder, part }) => (
      <>
        <Text truncate>{mailbox}</Text>
        <Text size="xs" c="dimmed" truncate>
          {[folder, part === '' ? null : `part ${part}`].filter((word) => word !== null && word !== '').join(' · ')}
        </Text>
      </>
    ),
  },
  { key: 'kind', title: 'What', width: '100px', cell: ({ kind }) => <Badge color="gray">{sentence(kind)}</Badge> },
  {
    key: 'cause',
    title: 'Cause and fix',
    cell: (row) => (
      <>
        <Text truncate>{causeOf(row)}</Text>
        {row.fix.length > 0 && (
          <Text size="xs" c="dimmed" truncate>
            {browserWords(row.fix.join(' '))}
          </Text>
        )}
      </>
    ),
  },
  { key: 'received', title: 'Received', width: '195px', cell: ({ received }) => <When at={received} /> },
];

/** The cause without the code before it, which is told apart. */
function causeOf({ detail }: CollectionException): string {
  return detail.replace(/^[a-z0-9]+(-[a-z0-9]+)+: /, '');
}

/** What somebody should look at, with what to do about it. */
export function Exceptions({ id }: { id: string }) {
  const list = useExceptions(id);
  const [shown, setShown] = useState<CollectionException | null>(null);
  if (list.rows === undefined)
    return list.error === null ? <Waiting /> : <ProblemAlert thrown={list.error} again={list.again} />;
  if (list.rows.length === 0)
    return (
      <Nothing icon={<IconCircleCheck />} title="No exceptions">
        Every item that was listed has ended well.
      </Nothing>
    );
  return (
    <>
      <DataTable
        label="Exceptions"
        rows={list.rows}
        columns={columns}
        rowHeight={50}
        height={420}
        keyOf={({ kind, mailbox, item, part, reason }) => [kind, mailbox, item, part, reason].join('\n')}
        onOpen={setShown}
        onEnd={list.more}
        isLoadingMore={list.isLoadingMore}
      />
      <Modal opened={shown !== null} onClose={() => setShown(null)} title="Exception" size="lg">
        {shown !== null && <WholeException exception={shown} />}
      </Modal>
    </>
  );
}

/** Everything of one exception, however long its cause is. */
function WholeException({ exception }: { exception: CollectionException }) {
  const { mailbox, folder, part, kind, fix, reason, received } = exception;
  return (
    <Stack gap="sm">
      <Text>{causeOf(exception)}</Text>
      {fix.length > 0 && (
        <List type="ordered" size="sm">
          {fix.map((step) => (
            <List.Item key={step}>{browserWords(step)}</List.Item>
          ))}
        </List>
      )}
      <Facts
        facts={[
          ['What', sentence(kind)],
          ['Mailbox', mailbox],
          ['Folder', folder],
          ['Part', part],
          ['Received', received === null ? null : <When key="received" at={received} />],
          [
            'Code',
            <span key="code" className="cm-mono">
              {reason}
            </span>,
          ],
        ]}
      />
    </Stack>
  );
}
