import type { EndCounts } from '#evidence';
import { count } from '../terminal/amounts.ts';
import type { Cell, Column } from '../terminal/table.ts';

/** Columns of what was expected, what was listed, and how it ended. */
export const countColumns: readonly Column[] = [
  { title: 'Expected', align: 'right' },
  { title: 'Listed', align: 'right' },
  { title: 'Kept', align: 'right' },
  { title: 'Held', align: 'right', optional: true },
  { title: 'Filtered', align: 'right', optional: true },
  { title: 'Skipped', align: 'right', optional: true },
  { title: 'Failed', align: 'right', optional: true },
];

/** The cells of `countColumns`; nothing is a dot, and what needs a look is coloured. */
export function countCells(expected: number | null, counts: EndCounts): readonly Cell[] {
  const { listed, kept, alreadyHeld, filtered, skipped, failed } = counts;
  return [
    expectedCell(expected, listed),
    { text: count(listed) },
    quiet(kept),
    quiet(alreadyHeld),
    quiet(filtered),
    quiet(skipped),
    failed === 0 ? quiet(0) : { text: count(failed), tone: 'bad' },
  ];
}

function expectedCell(expected: number | null, listed: number): Cell {
  if (expected === null) return { text: '?', tone: 'warning' };
  return expected === listed ? { text: count(expected) } : { text: count(expected), tone: 'warning' };
}

function quiet(value: number): Cell {
  return value === 0 ? { text: '·', tone: 'faint' } : { text: count(value) };
}
