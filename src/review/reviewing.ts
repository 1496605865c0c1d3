import { Failure, type MatterId } from '#evidence';
import type { Clock, Database } from '#platform';

/** What an act of review works with: who does it, and within which matter. */
export interface Reviewing {
  readonly database: Database;
  readonly clock: Clock;
  /** As the audit trail names them: `person:<name>`. */
  readonly actor: string;
  readonly matter: MatterId;
}

/** One page of a list: what comes after a place, null for the beginning. */
export interface PageAt<Place> {
  readonly after: Place | null;
  readonly limit: number;
}

/** Where a list that goes by name goes on: the name as the list sorts it, and the id. */
export type NamePlace = readonly [sortName: string, id: string];

/** A text somebody typed, without what surrounds it. Failure `malformed` when it is empty or too long. */
export function givenText(text: string, what: string, most: number): string {
  const given = text.trim();
  if (given !== '' && given.length <= most) return given;
  throw new Failure('malformed', `${what} needs 1 to ${String(most)} characters.`, { code: 'bad-review-text' });
}

/** Failure `not-found` for what is not in this matter, whether or not it is in another. */
export function notInMatter(what: string): Failure {
  return new Failure('not-found', `There is no such ${what} in this matter.`, { code: 'not-in-matter' });
}
