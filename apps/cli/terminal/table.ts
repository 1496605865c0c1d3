import { columns, cut, plainText, wrap } from './plain-text.ts';
import type { Paint, Tone } from './paint.ts';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** The narrowest it may be cut to on a narrow terminal; without it the column is never cut. */
  readonly least?: number;
  /** Left out where it says nothing (all `·`) and the terminal is too narrow for everything. */
  readonly optional?: boolean;
}

export interface TableSpace {
  /** Columns of the terminal; Infinity where the output is not one. */
  readonly width: number;
  readonly paint: Paint;
}

const gap = 2;

/** Rows under titles, aligned, no wider than the terminal as far as columns may be cut. */
export function table(
  shape: readonly Column[],
  rows: readonly (readonly (Cell | string)[])[],
  space: TableSpace,
): readonly string[] {
  const cells = rows.map((row) => shape.map((_, index) => toCell(row[index] ?? '')));
  const widths = fit(shape, cells, space.width);
  const silent = widthOf(widths) > space.width ? silentColumn(shape, cells) : null;
  if (silent !== null) {
    return table(
      shape.toSpliced(silent, 1),
      cells.map((row) => row.toSpliced(silent, 1)),
      space,
    );
  }
  if (widthOf(widths) > space.width) return cells.flatMap((row) => stacked(shape, row, space));
  const lines = cells.map((row) => line(shape, row, { widths, paint: space.paint }));
  const titles = shape.map(({ title }) => ({ text: title, tone: 'faint' as const }));
  return [line(shape, titles, { widths, paint: space.paint }), ...lines];
}

/** A row for a terminal that is too narrow for its columns: the first cell, and below it the others with their titles. */
function stacked(shape: readonly Column[], [first, ...row]: readonly Cell[], space: TableSpace): readonly string[] {
  const named = row.flatMap(({ text }, index) =>
    text === '·' || text === '' ? [] : [`${shape[index + 1]?.title.toLowerCase() ?? ''} ${text}`],
  );
  return [
    space.paint('strong', first?.text ?? ''),
    ...wrap(named.join(', '), Math.max(20, space.width - 2)).map((part) => `  ${part}`),
  ];
}

/** The last optional column in which nothing is said. */
function silentColumn(shape: readonly Column[], rows: readonly (readonly Cell[])[]): number | null {
  const found = shape.findLastIndex(
    ({ optional }, index) => optional === true && rows.every((row) => row[index]?.text === '·'),
  );
  return found < 0 ? null : found;
}

function widthOf(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one + gap, -gap);
}

function toCell(cell: Cell | string): Cell {
  return typeof cell === 'string' ? { text: plainText(cell) } : { ...cell, text: plainText(cell.text) };
}

function fit(shape: readonly Column[], rows: readonly (readonly Cell[])[], width: number): readonly number[] {
  const widths = shape.map(({ title }, index) =>
    rows.reduce((widest, row) => Math.max(widest, columns(row[index]?.text ?? '')), columns(title)),
  );
  while (widthOf(widths) > width) {
    const index = widest(shape, widths);
    if (index === null) break;
    widths[index] = (widths[index] ?? 0) - 1;
  }
  return widths;
}

/** The widest column that may still be cut. */
function widest(shape: readonly Column[], widths: readonly number[]): number | null {
  let found: number | null = null;
  for (const [index, { least }] of shape.entries()) {
    const width = widths[index] ?? 0;
    if (least === undefined || width <= least) continue;
    if (found === null || width > (widths[found] ?? 0)) found = index;
  }
  return found;
}

function line(
  shape: readonly Column[],
  row: readonly Cell[],
  layout: { widths: readonly number[]; paint: Paint },
): string {
  const parts = shape.map(({ align }, index) => {
    const width = layout.widths[index] ?? 0;
    const cell = row[index] ?? { text: '' };
    const text = cut(cell.text, width);
    const pad = ' '.repeat(Math.max(0, width - columns(text)));
    const painted = cell.tone === undefined ? text : layout.paint(cell.tone, text);
    return align === 'right' ? pad + painted : painted + pad;
  });
  return parts.join(' '.repeat(gap)).trimEnd();
}
