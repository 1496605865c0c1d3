import { Failure } from '#evidence';
import Type from 'typebox';
import { Value } from 'typebox/value';

/** The last result of a page. */
export interface Place {
  readonly received: string;
  readonly id: string;
}

const shape = Type.Tuple([Type.String(), Type.String()]);
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function writeCursor(place: { readonly received: Date | null; readonly id: string }): string {
  return Buffer.from(JSON.stringify([place.received?.toISOString() ?? '-infinity', place.id])).toString('base64url');
}

/** Failure `malformed` (`bad-search-cursor`) for what is no cursor of ours. */
export function readCursor(cursor: string): Place {
  const [received, id] = parse(cursor);
  const isPlace = uuid.test(id) && (received === '-infinity' || !Number.isNaN(Date.parse(received)));
  if (!isPlace) throw malformed();
  return { received, id };
}

function parse(cursor: string): [string, string] {
  try {
    return Value.Parse(shape, JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw malformed();
  }
}

function malformed(): Failure {
  return new Failure('malformed', 'The cursor is not one of a search.', {
    code: 'bad-search-cursor',
    fix: 'Begin again without a cursor.',
  });
}
