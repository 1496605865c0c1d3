import { Paper, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import classes from './data-table.module.css';

export interface Column<Row> {
  readonly key: string;
  readonly title: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** A width of CSS; columns without one share what is left. */
  readonly width?: string;
  readonly isNumber?: boolean;
}

interface DataTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
  readonly isChosen?: (row: Row) => boolean;
  /** Called when the end comes into sight. */
  readonly onEnd?: () => void;
  readonly isLoadingMore?: boolean;
  readonly height?: number | string;
  readonly rowHeight?: number;
}

/** A table of any length: only the rows in sight exist, more are asked for when the end comes near. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, columns, keyOf, height, rowHeight = 36, isLoadingMore = false } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 16,
    initialRect: { width: 800, height: 600 },
  });
  const seen = virtual.getVirtualItems();
  useEndInSight(seen.at(-1)?.index ?? -1, rows.length, props.onEnd);
  const before = seen[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (seen.at(-1)?.end ?? 0);
  return (
    <Paper className={classes['frame']} style={height === undefined ? undefined : { maxHeight: height }}>
      <div
        ref={scroller}
        className={classes['scroller']}
        tabIndex={rows.length > 12 ? 0 : -1}
        role="region"
        aria-label={label}
      >
        <table
          className={classes['table']}
          aria-label={label}
          aria-rowcount={rows.length + 1}
          style={{ minWidth: leastWidth(columns) }}
        >
          <Head columns={columns} />
          <tbody>
            {before > 0 && <Gap height={before} columns={columns.length} />}
            {seen.map(({ index }) => {
              const row = rows[index];
              return row === undefined ? null : (
                <TableRow key={keyOf(row)} row={row} index={index} table={props} height={rowHeight} />
              );
            })}
            {after > 0 && <Gap height={after} columns={columns.length} />}
          </tbody>
        </table>
        {isLoadingMore && (
          <Text c="dimmed" ta="center" py={6} role="status">
            Loading more…
          </Text>
        )}
      </div>
    </Paper>
  );
}

function Head<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <>
      <colgroup>
        {columns.map(({ key, width }) => (
          <col key={key} style={width === undefined ? undefined : { width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map(({ key, title, isNumber }) => (
            <th key={key} scope="col" data-number={isNumber}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
    </>
  );
}

/** In a narrow window a table scrolls sideways before a column is left without room. */
function leastWidth<Row>(columns: readonly Column<Row>[]): number {
  return columns.reduce((sum, { width }) => sum + (width?.endsWith('px') === true ? parseInt(width, 10) : 180), 0);
}

function TableRow<Row>(of: { row: Row; index: number; table: DataTableProps<Row>; height: number }) {
  const { row, index, table, height } = of;
  const { onOpen, isChosen, columns } = table;
  const open = onOpen === undefined ? {} : openers(() => onOpen(row));
  return (
    <tr
      {...open}
      aria-rowindex={index + 2}
      data-opens={onOpen !== undefined}
      data-chosen={isChosen?.(row)}
      style={{ height }}
    >
      {columns.map(({ key, cell, isNumber }) => (
        <td key={key} data-number={isNumber}>
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

function openers(open: () => void) {
  return {
    tabIndex: 0,
    onClick: open,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
      event.preventDefault();
      open();
    },
  };
}

function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}

function useEndInSight(last: number, length: number, onEnd: (() => void) | undefined): void {
  const isNear = length > 0 && last >= length - 10;
  useEffect(() => {
    if (isNear) onEnd?.();
  }, [isNear, length, onEnd]);
}
