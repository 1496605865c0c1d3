import type { CollectionId, FolderId, MailboxId } from '#evidence';
import type { Reader, Transaction } from '#platform';
import type { PlaceBeyond } from '#sources';
import { sql } from 'kysely';

/** Why a place or a folder of it could not be looked at. */
export interface Refusal {
  readonly code: string;
  readonly cause: string;
}

/** What became of a place beyond the visible folders of one mailbox. */
export interface PlaceReport {
  readonly place: PlaceBeyond;
  /** Null when its folders were listed, at the last look too. */
  readonly refusal: Refusal | null;
  /** How many folders the second way of reading them finds; null when it was not asked yet. */
  readonly foldersExpected: number | null;
}

interface OfMailbox {
  readonly collection: CollectionId;
  readonly mailbox: MailboxId;
}

/** Enters what became of a place at the latest look; a refusal of null says that its folders were listed. */
export async function recordPlace(
  tx: Transaction,
  of: OfMailbox,
  { place, refusal }: Pick<PlaceReport, 'place' | 'refusal'>,
): Promise<void> {
  await sql`
    insert into collection_places (collection_id, mailbox_id, place, state, refusal)
    values (${of.collection}, ${of.mailbox}, ${place}, ${refusal === null ? 'listed' : 'refused'},
      ${refusal === null ? null : JSON.stringify(refusal)}::jsonb)
    on conflict (collection_id, mailbox_id, place) do update set state = excluded.state, refusal = excluded.refusal`.execute(
    tx,
  );
}

/** How many folders a place has according to the second way of reading them. */
export async function setPlaceExpectation(
  tx: Transaction,
  of: OfMailbox,
  { place, foldersExpected }: Pick<PlaceReport, 'place' | 'foldersExpected'>,
): Promise<void> {
  await tx
    .updateTable('collection_places')
    .set({ folders_expected: foldersExpected })
    .where('collection_id', '=', of.collection)
    .where('mailbox_id', '=', of.mailbox)
    .where('place', '=', place)
    .execute();
}

/** The places a collection was to look at in a mailbox, as far as it has come. */
export async function placesOfMailbox(reader: Reader, of: OfMailbox): Promise<readonly PlaceReport[]> {
  const rows = await reader
    .selectFrom('collection_places')
    .select(['place', 'refusal', 'folders_expected'])
    .where('collection_id', '=', of.collection)
    .where('mailbox_id', '=', of.mailbox)
    .orderBy('place')
    .execute();
  return rows.map((row) => ({
    place: row.place,
    refusal: row.refusal as Refusal | null,
    foldersExpected: row.folders_expected,
  }));
}

/** Ends the walk of a folder that may not be read; a later run tries it again. */
export async function refuseFolder(
  tx: Transaction,
  of: { readonly collection: CollectionId; readonly folder: FolderId },
  refusal: Refusal,
): Promise<void> {
  await sql`
    update collection_folders set state = 'refused', cursor = null, refusal = ${JSON.stringify(refusal)}::jsonb
    where collection_id = ${of.collection} and folder_id = ${of.folder}`.execute(tx);
}

/** Begins the walks of refused folders anew. */
export async function retryRefusedFolders(tx: Transaction, of: OfMailbox): Promise<void> {
  await sql`
    update collection_folders set state = 'walking', cursor = null, refusal = null
    where collection_id = ${of.collection} and mailbox_id = ${of.mailbox} and state = 'refused'`.execute(tx);
}

/** Opens mailboxes again of which a place or a folder was refused, for another try by `collection resume`. */
export async function reopenRefused(tx: Transaction, collection: CollectionId): Promise<void> {
  await sql`
    update collection_mailboxes m set state = 'walking'
    where m.collection_id = ${collection} and m.state = 'done' and (
      exists (select from collection_places p
        where p.collection_id = m.collection_id and p.mailbox_id = m.mailbox_id and p.state = 'refused')
      or exists (select from collection_folders f
        where f.collection_id = m.collection_id and f.mailbox_id = m.mailbox_id and f.state = 'refused'))`.execute(tx);
}
