import Type, { type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { Failure } from '#evidence';
import { Id } from './schemas.ts';

/** Where a list that goes by name goes on. */
export const namePlace = Type.Tuple([Type.String(), Id]);
/** Where a list that goes by id goes on. */
export const idPlace = Type.Tuple([Id]);

/** The place behind which a list goes on, as an opaque text. */
export function encodeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place in a cursor; null without one. Failure `malformed` when it is none of this list. */
export function decodeCursor<Place extends TSchema>(cursor: string | undefined, place: Place): Static<Place> | null {
  if (cursor === undefined) return null;
  try {
    return Value.Parse(place, JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new Failure('malformed', 'That is no place in this list.', {
      code: 'bad-page-cursor',
      fix: 'Give the `next` of the page before, or no cursor for the first page.',
      cause,
    });
  }
}

/** One page of `limit + 1` rows that were asked for: the row too many only says that there are more. */
export function page<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => readonly (string | number)[],
): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(placeOf(last)) : null };
}
