import type { Static } from 'typebox';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { Failure } from '#evidence';

/**
 * Where a walk by key goes on.
 * `at` is an instant (milliseconds): everything before it was listed. `top` is the page size that worked.
 * `second` is there while one second that fills pages is listed by itself: the how-manieth pass over it, and the page.
 */
const WalkCursor = Type.Object({
  v: Type.Literal(1),
  at: Type.Integer(),
  top: Type.Integer({ minimum: 1, maximum: 1000 }),
  second: Type.Optional(Type.Object({ pass: Type.Integer({ minimum: 0 }), page: Type.Integer({ minimum: 0 }) })),
});
export type WalkCursor = Static<typeof WalkCursor>;

/** The cursor as the opaque text that is stored. */
export function writeCursor(cursor: WalkCursor): string {
  return JSON.stringify(cursor);
}

/** Failure `malformed` when the text is not a cursor of ours. */
export function readCursor(text: string): WalkCursor {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (Value.Check(WalkCursor, value)) return value;
  throw new Failure('malformed', 'The place where a folder goes on cannot be read.', {
    code: 'bad-cursor',
    fix: 'Start the walk of this folder again: nothing is fetched twice.',
  });
}
