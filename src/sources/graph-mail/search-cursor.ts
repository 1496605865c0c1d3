import type { Static } from 'typebox';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { Failure } from '#evidence';

const instant = Type.Union([Type.Integer(), Type.Null()]);

/** A stretch of received time, `[from, to)` in whole seconds (as milliseconds); null is without end. */
const Stretch = Type.Object({ from: instant, to: instant });
export type Stretch = Static<typeof Stretch>;

/** Where a search goes on: the stretches still to be asked for, one after the other. */
const SearchCursor = Type.Object({ v: Type.Literal(1), open: Type.Array(Stretch, { maxItems: 1000 }) });

export function writeSearchCursor(open: readonly Stretch[]): string | null {
  return open.length === 0 ? null : JSON.stringify({ v: 1, open });
}

/** Failure `malformed` when the text is not a cursor of ours. */
export function readSearchCursor(text: string): readonly Stretch[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (Value.Check(SearchCursor, value)) return value.open;
  throw new Failure('malformed', 'The place where a search goes on cannot be read.', {
    code: 'bad-cursor',
    fix: 'Start the search of this mailbox again: nothing is fetched twice.',
  });
}
