import { Failure } from '#evidence';
import { recordAct } from '#custody';
import { newId, violates } from '#platform';
import { givenText, notInMatter, type Reviewing } from '../reviewing.ts';
import { deleteSaved, findSaved, insertSaved, type SavedSearch } from './store-saved.ts';

export interface SearchToSave {
  readonly name: string;
  readonly query: string;
  /** As whoever searches writes them. */
  readonly filters: Readonly<Record<string, unknown>>;
  readonly isShared: boolean;
}

/** Saves a search under a name of the person's own. Failures: `malformed`, `conflict` (`search-name-taken`). */
export async function saveSearch(reviewing: Reviewing, search: SearchToSave): Promise<SavedSearch> {
  const { database, clock, actor, matter } = reviewing;
  const at = clock.now();
  const name = givenText(search.name, 'A saved search', 200);
  const saved: SavedSearch = { ...search, id: newId<string>(), name, savedBy: actor, savedAt: at };
  try {
    await database.transaction(async (tx) => {
      await insertSaved(tx, matter, saved);
      const subject = { matter, search: saved.id, name, isShared: saved.isShared };
      await recordAct(tx, { actor, action: 'search.saved', subject, at });
    });
  } catch (thrown) {
    if (!violates(thrown, 'unique', 'saved_searches_name')) throw thrown;
    throw new Failure('conflict', `You have a saved search "${name}" already.`, {
      code: 'search-name-taken',
      fix: 'Remove it first, or choose another name.',
      cause: thrown,
    });
  }
  return saved;
}

/** Removes a saved search of the person's own. Failures: `not-found`, `denied`. */
export async function removeSearch(reviewing: Reviewing, id: string): Promise<void> {
  const { database, clock, actor, matter } = reviewing;
  const saved = await findSaved(database.reader, matter, id);
  if (saved === null || (saved.savedBy !== actor && !saved.isShared)) throw notInMatter('saved search');
  if (saved.savedBy !== actor) {
    throw new Failure('denied', 'Somebody else saved this search.', { code: 'not-your-search' });
  }
  await database.transaction(async (tx) => {
    await deleteSaved(tx, id);
    const subject = { matter, search: id, name: saved.name };
    await recordAct(tx, { actor, action: 'search.removed', subject, at: clock.now() });
  });
}
