import { Failure } from '#evidence';
import { recordAct } from '#custody';
import { newId } from '#platform';
import { givenText, notInMatter, type Reviewing } from '../reviewing.ts';
import { coverItems, endHold, findHold, insertHold, type Hold } from './store-holds.ts';

export interface HoldWords {
  readonly name: string;
  readonly reason: string;
  /** The whole matter, now and later; else items, which `holdPage` adds. */
  readonly coversMatter: boolean;
}

/** Places a legal hold: what it covers cannot be disposed of until it is released. Failure `malformed`. */
export async function placeHold(reviewing: Reviewing, words: HoldWords): Promise<Hold> {
  const { database, clock, actor, matter } = reviewing;
  const at = clock.now();
  const hold: Hold = {
    id: newId<string>(),
    name: givenText(words.name, 'A hold', 200),
    reason: words.reason.trim() === '' ? '' : givenText(words.reason, 'A reason', 2000),
    coversMatter: words.coversMatter,
    placedBy: actor,
    placedAt: at,
    releasedBy: null,
    releasedAt: null,
    releaseReason: null,
  };
  await database.transaction(async (tx) => {
    await insertHold(tx, matter, hold);
    const { id, name, coversMatter } = hold;
    await recordAct(tx, { actor, action: 'hold.placed', subject: { matter, hold: id, name, coversMatter }, at });
  });
  return hold;
}

/**
 * Adds a page of items that somebody found to a hold. Whoever goes through the pages records the act as a whole.
 * Returns how many it did not cover before. Failures: `not-found`, `conflict` (`hold-released`).
 */
export async function holdPage(reviewing: Reviewing, id: string, items: readonly string[]): Promise<number> {
  const { database, matter } = reviewing;
  await requireStanding(reviewing, id);
  return database.transaction((tx) => coverItems(tx, { id, matter }, items));
}

/** Releases a hold, with the reason on record. Failures: `not-found`, `conflict` (`hold-released`), `malformed`. */
export async function releaseHold(reviewing: Reviewing, id: string, reason: string): Promise<void> {
  const { database, clock, actor, matter } = reviewing;
  const hold = await requireStanding(reviewing, id);
  const at = clock.now();
  const given = givenText(reason, 'The reason of a release', 2000);
  await database.transaction(async (tx) => {
    if (!(await endHold(tx, id, { by: actor, at, reason: given }))) throw alreadyReleased(hold);
    const subject = { matter, hold: id, name: hold.name, reason: given };
    await recordAct(tx, { actor, action: 'hold.released', subject, at });
  });
}

/** Failures: `not-found`, `conflict` (`hold-released`). */
export async function requireStanding({ database, matter }: Reviewing, id: string): Promise<Hold> {
  const hold = await findHold(database.reader, matter, id);
  if (hold === null) throw notInMatter('hold');
  if (hold.releasedAt !== null) throw alreadyReleased(hold);
  return hold;
}

function alreadyReleased({ name }: Hold): Failure {
  return new Failure('conflict', `The hold "${name}" was released.`, {
    code: 'hold-released',
    fix: 'Place a new hold.',
  });
}
