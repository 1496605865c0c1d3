import type { CustodianId, FolderId, MailboxId, MatterId, Place } from '#evidence';
import { Failure } from '#evidence';
import type { Reader, Transaction } from '#platform';
import { newId, violates } from '#platform';
import { sql } from 'kysely';

export interface Matter {
  readonly id: MatterId;
  readonly name: string;
}

/** The matter of this name; null when there is none. */
export async function findMatter(reader: Reader, name: string): Promise<Matter | null> {
  const row = await reader.selectFrom('matters').select(['id', 'name']).where('name', '=', name).executeTakeFirst();
  return row === undefined ? null : { id: row.id as MatterId, name: row.name };
}

/** Every matter, by name. */
export async function listMatters(reader: Reader): Promise<readonly Matter[]> {
  const rows = await reader.selectFrom('matters').select(['id', 'name']).orderBy('name').execute();
  return rows.map((row) => ({ id: row.id as MatterId, name: row.name }));
}

/** Matters by name, behind a name; `only` these ones, or with null all of them. */
export async function pageOfMatters(
  reader: Reader,
  { after, limit, only }: { after: string | null; limit: number; only: readonly MatterId[] | null },
): Promise<readonly (Matter & { readonly createdAt: Date })[]> {
  let query = reader.selectFrom('matters').select(['id', 'name', 'created_at']).orderBy('name').limit(limit);
  if (after !== null) query = query.where('name', '>', after);
  if (only !== null) query = query.where(sql<boolean>`id = any(${[...only]}::uuid[])`);
  const rows = await query.execute();
  return rows.map((row) => ({ id: row.id as MatterId, name: row.name, createdAt: row.created_at }));
}

export async function matterExists(reader: Reader, id: MatterId): Promise<boolean> {
  return (await reader.selectFrom('matters').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

/** The matter with this id. Failure `not-found`. */
export async function readMatter(reader: Reader, id: MatterId): Promise<Matter & { readonly createdAt: Date }> {
  const row = await reader
    .selectFrom('matters')
    .select(['id', 'name', 'created_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new Failure('not-found', 'There is no such matter.', { code: 'no-matter-here' });
  return { id: row.id as MatterId, name: row.name, createdAt: row.created_at };
}

/** Gives a matter another name. Failures: `malformed`, `conflict` when another one has it. */
export async function renameMatter(tx: Transaction, id: MatterId, name: string): Promise<string> {
  const trimmed = checkedMatterName(name);
  try {
    await tx.updateTable('matters').set({ name: trimmed }).where('id', '=', id).execute();
  } catch (error) {
    if (violates(error, 'unique')) throw matterNameTaken(trimmed);
    throw error;
  }
  return trimmed;
}

function matterNameTaken(name: string): Failure {
  return new Failure('conflict', `There is already a matter "${name}".`, {
    code: 'matter-name-taken',
    fix: 'Choose another name.',
  });
}

/** A new matter. Failures: `malformed` for a name that cannot be, `conflict` when there is one of this name. */
export async function createMatter(tx: Transaction, name: string, at: Date): Promise<Matter> {
  const trimmed = checkedMatterName(name);
  const row = await tx
    .insertInto('matters')
    .values({ id: newId<MatterId>(), name: trimmed, created_at: at })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning(['id', 'name'])
    .executeTakeFirst();
  if (row !== undefined) return { id: row.id as MatterId, name: row.name };
  throw matterNameTaken(trimmed);
}

function checkedMatterName(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== '' && trimmed.length <= 200 && !trimmed.includes('\0')) return trimmed;
  throw new Failure('malformed', 'A matter needs a name of 1 to 200 characters.', { code: 'bad-matter-name' });
}

/** The matter of this name, made when it is new. */
export async function ensureMatter(tx: Transaction, name: string, at: Date): Promise<Matter> {
  const trimmed = checkedMatterName(name);
  await tx
    .insertInto('matters')
    .values({ id: newId<MatterId>(), name: trimmed, created_at: at })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const row = await tx
    .selectFrom('matters')
    .select(['id', 'name'])
    .where('name', '=', trimmed)
    .executeTakeFirstOrThrow();
  return { id: row.id as MatterId, name: row.name };
}

/** Failure `malformed`. */
export function checkedCustodianName(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== '' && trimmed.length <= 300 && !trimmed.includes('\0')) return trimmed;
  throw new Failure('malformed', 'A custodian needs a name of 1 to 300 characters.', { code: 'bad-custodian-name' });
}

/** The custodian of this name in a matter, made when it is new. */
export async function ensureCustodian(
  tx: Transaction,
  custodian: { matter: MatterId; name: string; at: Date },
): Promise<CustodianId> {
  const name = checkedCustodianName(custodian.name);
  await tx
    .insertInto('custodians')
    .values({ id: newId<CustodianId>(), matter_id: custodian.matter, name, created_at: custodian.at })
    .onConflict((conflict) => conflict.columns(['matter_id', 'name']).doNothing())
    .execute();
  const row = await tx
    .selectFrom('custodians')
    .select('id')
    .where('matter_id', '=', custodian.matter)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.id as CustodianId;
}

export interface NewMailbox {
  readonly matter: MatterId;
  readonly tenant: string;
  readonly sourceMailbox: string;
  readonly kind: 'primary' | 'archive';
  readonly address: string;
  readonly displayName: string;
  readonly at: Date;
}

/** The mailbox as this matter knows it, made when it is new; address and name follow the source. */
export async function ensureMailbox(tx: Transaction, mailbox: NewMailbox): Promise<MailboxId> {
  const row = await tx
    .insertInto('mailboxes')
    .values({
      id: newId<MailboxId>(),
      matter_id: mailbox.matter,
      tenant_id: mailbox.tenant,
      source_mailbox_id: mailbox.sourceMailbox,
      kind: mailbox.kind,
      address: mailbox.address,
      display_name: mailbox.displayName,
      created_at: mailbox.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['matter_id', 'tenant_id', 'source_mailbox_id'])
        .doUpdateSet({ address: mailbox.address, display_name: mailbox.displayName }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id as MailboxId;
}

export interface FolderFacts {
  readonly sourceFolderId: string;
  readonly path: string;
  readonly place: Place;
}

/** Our ids of a mailbox's folders by the source's ids; new ones are made, renamed ones follow. */
export async function ensureFolders(
  tx: Transaction,
  of: { readonly mailbox: MailboxId; readonly at: Date },
  folders: readonly FolderFacts[],
): Promise<ReadonlyMap<string, FolderId>> {
  if (folders.length === 0) return new Map();
  const sorted = [...folders].sort((a, b) => (a.sourceFolderId < b.sourceFolderId ? -1 : 1));
  const rows = await sql<{ id: string; source_folder_id: string }>`
    insert into folders (id, mailbox_id, source_folder_id, path, place, seen_at)
    select u.id, ${of.mailbox}, u.source_folder_id, u.path, u.place, ${of.at}
    from unnest(
      ${sorted.map(() => newId<FolderId>())}::uuid[],
      ${sorted.map((folder) => folder.sourceFolderId)}::text[],
      ${sorted.map((folder) => folder.path)}::text[],
      ${sorted.map((folder) => folder.place)}::text[]
    ) as u (id, source_folder_id, path, place)
    on conflict (mailbox_id, source_folder_id)
    do update set path = excluded.path, place = excluded.place, seen_at = excluded.seen_at
    returning id, source_folder_id`.execute(tx);
  return new Map(rows.rows.map((row) => [row.source_folder_id, row.id as FolderId]));
}
