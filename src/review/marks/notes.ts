import { Failure } from '#evidence';
import { recordAct } from '#custody';
import { newId } from '#platform';
import { givenText, notInMatter, type Reviewing } from '../reviewing.ts';
import { idsInMatter } from '../store-items.ts';
import { deleteNote, findNote, insertNote, type Note } from './store-notes.ts';

/**
 * Writes a note at an item. The audit trail says that, not what it says: a note may be removed, an entry may not.
 * Failures: `malformed`, `not-found`.
 */
export async function writeNote(reviewing: Reviewing, item: string, text: string): Promise<Note> {
  const { database, clock, actor, matter } = reviewing;
  const at = clock.now();
  const given = givenText(text, 'A note', 10_000);
  if ((await idsInMatter(database.reader, matter, [item])).length === 0) throw notInMatter('message');
  const note: Note = { id: newId<string>(), item, text: given, writtenBy: actor, writtenAt: at };
  await database.transaction(async (tx) => {
    await insertNote(tx, matter, note);
    await recordAct(tx, { actor, action: 'note.written', subject: { matter, note: note.id, item }, at });
  });
  return note;
}

/** Removes a note: its writer may, and who manages the case. Failures: `not-found`, `denied`. */
export async function removeNote(
  reviewing: Reviewing,
  id: string,
  { mayRemoveOthers }: { readonly mayRemoveOthers: boolean },
): Promise<void> {
  const { database, clock, actor, matter } = reviewing;
  const note = await findNote(database.reader, matter, id);
  if (note === null) throw notInMatter('note');
  if (note.writtenBy !== actor && !mayRemoveOthers) {
    throw new Failure('denied', 'Somebody else wrote this note.', {
      code: 'not-your-note',
      fix: 'Ask its writer, or a case manager of the matter, to remove it.',
    });
  }
  await database.transaction(async (tx) => {
    await deleteNote(tx, id);
    const subject = { matter, note: id, item: note.item, writtenBy: note.writtenBy };
    await recordAct(tx, { actor, action: 'note.removed', subject, at: clock.now() });
  });
}
