import type { MatterId } from '#evidence';
import type { Reader, Transaction } from '#platform';
import { sql } from 'kysely';
import type { PageAt } from '../reviewing.ts';

export interface Note {
  readonly id: string;
  readonly item: string;
  readonly text: string;
  readonly writtenBy: string;
  readonly writtenAt: Date;
}

/** Notes at an item behind an id, oldest first. */
export async function pageOfNotes(
  reader: Reader,
  { matter, item }: { readonly matter: MatterId; readonly item: string },
  { after, limit }: PageAt<string>,
): Promise<readonly Note[]> {
  const { rows } = await sql<Note>`
    select id, item, text, written_by as "writtenBy", written_at as "writtenAt"
    from notes where matter_id = ${matter} and item = ${item}::uuid
      ${after === null ? sql`` : sql`and id > ${after}::uuid`}
    order by id limit ${limit}`.execute(reader);
  return rows;
}

export async function findNote(reader: Reader, matter: MatterId, id: string): Promise<Note | null> {
  const { rows } = await sql<Note>`
    select id, item, text, written_by as "writtenBy", written_at as "writtenAt"
    from notes where matter_id = ${matter} and id = ${id}::uuid`.execute(reader);
  return rows[0] ?? null;
}

export async function insertNote(tx: Transaction, matter: MatterId, note: Note): Promise<void> {
  await tx
    .insertInto('notes')
    .values({
      id: note.id,
      matter_id: matter,
      item: note.item,
      text: note.text,
      written_by: note.writtenBy,
      written_at: note.writtenAt,
    })
    .execute();
}

export async function deleteNote(tx: Transaction, id: string): Promise<void> {
  await tx.deleteFrom('notes').where('id', '=', id).execute();
}
