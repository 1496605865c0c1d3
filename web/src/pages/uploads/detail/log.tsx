import { IconList } from '@tabler/icons-react';
import { useLog, type LogLine } from '../../../api/resources/collections.ts';
import { DataTable, type Column } from '../../../parts/data-table.tsx';
import { Nothing, ProblemAlert, Waiting } from '../../../parts/states.tsx';
import { When } from '../../../parts/when.tsx';

const columns: readonly Column<LogLine>[] = [
  { key: 'at', title: 'When', width: '195px', cell: ({ at }) => <When at={at} /> },
  { key: 'text', title: 'What happened', cell: ({ text }) => <span title={text}>{text}</span> },
];

export function Log({ id, live }: { id: string; live: boolean }) {
  const list = useLog(id, live);
  if (list.rows === undefined)
    return list.error === null ? <Waiting /> : <ProblemAlert thrown={list.error} again={list.again} />;
  if (list.rows.length === 0) return <Nothing icon={<IconList />} title="Nothing happened yet" />;
  return (
    <DataTable
      label="Log"
      rows={list.rows}
      columns={columns}
      rowHeight={30}
      height={420}
      keyOf={({ id: key }) => String(key)}
      onEnd={list.more}
      isLoadingMore={list.isLoadingMore}
    />
  );
}
