import { Badge, Text } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useMailboxReports, type MailboxReport } from '../../../api/resources/collections.ts';
import { DataTable, type Column } from '../../../parts/data-table.tsx';
import { Nothing, ProblemAlert, Waiting } from '../../../parts/states.tsx';
import { count, sentence } from '../../../parts/words.ts';

interface Line {
  readonly key: string;
  /** Null: the line of the mailbox as a whole. */
  readonly folder: string | null;
  readonly mailbox: string;
  readonly state: string;
  readonly expected: number | null;
  readonly counts: MailboxReport['counts'];
  readonly remark: string | null;
}

/** A mailbox, then each of its folders. */
function linesOf(report: MailboxReport): Line[] {
  const { address, custodian, state, expected, counts, shortfalls, failure } = report;
  const remark = failure?.cause ?? shortfalls[0] ?? null;
  const whole = { key: address, folder: null, mailbox: `${address} · ${custodian}`, state, expected, counts, remark };
  const folders = report.folders.map((folder) => ({
    key: `${address}\n${folder.path}\n${folder.place}`,
    folder: folder.path,
    mailbox: address,
    state: folder.state,
    expected: folder.expected,
    counts: folder.counts,
    remark: differenceText(folder),
  }));
  return [whole, ...folders];
}

const states: Readonly<Record<string, string>> = { walking: 'Under way', gone: 'Gone meanwhile' };

function differenceText({ state, difference, explanation }: MailboxReport['folders'][number]): string | null {
  // What is still to be listed is no difference yet.
  if (state === 'walking') return '–';
  if (difference === null || difference === 0) return null;
  return `${difference > 0 ? '+' : ''}${count(difference)}: ${explanation ?? 'not explained'}`;
}

function number(key: string, title: string, cell: (line: Line) => number | null): Column<Line> {
  return {
    key,
    title,
    width: title.length > 8 ? '104px' : '74px',
    isNumber: true,
    cell: (line) => <span style={{ fontWeight: line.folder === null ? 600 : 400 }}>{count(cell(line))}</span>,
  };
}

const columns: readonly Column<Line>[] = [
  {
    key: 'name',
    title: 'Mailbox and folder',
    cell: ({ folder, mailbox }) =>
      folder === null ? (
        <b style={{ fontWeight: 600 }} title={mailbox}>
          {mailbox}
        </b>
      ) : (
        <span style={{ paddingLeft: 16 }} title={folder}>
          {folder}
        </span>
      ),
  },
  {
    key: 'state',
    title: 'State',
    width: '106px',
    cell: ({ state }) => <Badge color={state === 'failed' ? 'red' : 'gray'}>{states[state] ?? sentence(state)}</Badge>,
  },
  number('expected', 'Expected', ({ expected }) => expected),
  number('listed', 'Listed', ({ counts }) => counts.listed),
  number('kept', 'Kept', ({ counts }) => counts.kept),
  number('held', 'Already held', ({ counts }) => counts.alreadyHeld),
  number('filtered', 'Filtered', ({ counts }) => counts.filtered),
  number('skipped', 'Skipped', ({ counts }) => counts.skipped),
  number('failed', 'Failed', ({ counts }) => counts.failed),
  {
    key: 'remark',
    title: 'Difference',
    width: '120px',
    cell: ({ remark }) =>
      remark === null ? (
        <Text span inherit c="dimmed">
          none
        </Text>
      ) : (
        <span title={remark}>{remark}</span>
      ),
  },
];

/** The reconciliation: what each folder should hold, and how every item of it ended. */
export function Folders({ id, live }: { id: string; live: boolean }) {
  const list = useMailboxReports(id, live);
  const lines = useMemo(() => list.rows?.flatMap(linesOf), [list.rows]);
  if (lines === undefined)
    return list.error === null ? <Waiting /> : <ProblemAlert thrown={list.error} again={list.again} />;
  if (lines.length === 0) return <Nothing icon={<IconFolder />} title="No folder was listed yet" />;
  return (
    <DataTable
      label="Mailboxes and folders"
      rows={lines}
      columns={columns}
      rowHeight={32}
      height={420}
      keyOf={({ key }) => key}
      onEnd={list.more}
      isLoadingMore={list.isLoadingMore}
    />
  );
}
