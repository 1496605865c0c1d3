import type { Digest, MatterId, PackId } from '#evidence';
import type { Reader, Transaction } from '#platform';
import { sql } from 'kysely';

export type PackState = 'open' | 'sealed' | 'abandoned' | 'quarantined';

export interface PackRow {
  readonly id: PackId;
  readonly matter: MatterId;
  readonly path: string;
  readonly state: PackState;
  readonly bytes: number | null;
  readonly members: number | null;
  readonly digest: Digest | null;
}

const packColumns = ['id', 'matter_id', 'path', 'state', 'bytes', 'members', 'digest'] as const;

/** A row for a pack that is about to be written; exists before its first byte does. */
export async function registerPack(
  tx: Transaction,
  pack: { id: PackId; matter: MatterId; path: string; writer: string; openedAt: Date; leaseSeconds: number },
): Promise<void> {
  await sql`
    insert into packs (id, matter_id, path, state, writer, lease_expires_at, opened_at)
    values (${pack.id}, ${pack.matter}, ${pack.path}, 'open', ${pack.writer},
      clock_timestamp() + make_interval(secs => ${pack.leaseSeconds}), ${pack.openedAt})`.execute(tx);
}

/** Keeps the writer's hold on its open packs. */
export async function renewPackLeases(tx: Transaction, writer: string, leaseSeconds: number): Promise<void> {
  await sql`
    update packs set lease_expires_at = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    where writer = ${writer} and state = 'open'`.execute(tx);
}

/** Turns an open pack sealed; false when it is no longer open (somebody tidied it away). */
export async function markPackSealed(
  tx: Transaction,
  pack: { id: PackId; bytes: number; members: number; digest: Digest; sealedAt: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('packs')
    .set({ state: 'sealed', bytes: pack.bytes, members: pack.members, digest: pack.digest, sealed_at: pack.sealedAt })
    .where('id', '=', pack.id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Locks an open pack's row until the end of the transaction; false when it is no longer open. */
export async function lockOpenPack(tx: Transaction, id: PackId): Promise<boolean> {
  const row = await tx.selectFrom('packs').select('state').where('id', '=', id).forUpdate().executeTakeFirst();
  return row?.state === 'open';
}

/** Marks one open pack abandoned (its writer gave it up). */
export async function markPackAbandoned(tx: Transaction, id: PackId): Promise<void> {
  await tx.updateTable('packs').set({ state: 'abandoned' }).where('id', '=', id).where('state', '=', 'open').execute();
}

/** Marks open packs whose writer's lease has run out as abandoned. */
export async function abandonExpiredPacks(tx: Transaction): Promise<number> {
  const result = await sql`
    update packs set state = 'abandoned'
    where id in (
      select id from packs where state = 'open' and lease_expires_at < clock_timestamp() order by id for update skip locked
    )`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

export async function markPackQuarantined(tx: Transaction, id: PackId, path: string): Promise<void> {
  await tx.updateTable('packs').set({ state: 'quarantined', path }).where('id', '=', id).execute();
}

/** A sealed pack found on disk without a row, or with that of a pack that was given up. */
export async function adoptPack(
  tx: Transaction,
  pack: { id: PackId; matter: MatterId; path: string; bytes: number; members: number; digest: Digest; at: Date },
): Promise<void> {
  await tx
    .insertInto('packs')
    .values({
      id: pack.id,
      matter_id: pack.matter,
      path: pack.path,
      state: 'sealed',
      writer: 'adopted',
      lease_expires_at: pack.at,
      opened_at: pack.at,
      sealed_at: pack.at,
      bytes: pack.bytes,
      members: pack.members,
      digest: pack.digest,
    })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({
          state: 'sealed',
          sealed_at: pack.at,
          bytes: pack.bytes,
          members: pack.members,
          digest: pack.digest,
        })
        .where('packs.state', '=', 'abandoned'),
    )
    .execute();
}

/** All packs in any of these states, by id. */
export async function listPacks(reader: Reader, states: readonly PackState[]): Promise<readonly PackRow[]> {
  const rows = await reader
    .selectFrom('packs')
    .select(packColumns)
    .where('state', 'in', states)
    .orderBy('id')
    .execute();
  return rows.map(toPack);
}

/**
 * Packs that are not called sealed although blobs rest in them: somebody set their state by hand.
 */
export async function unsealedPacksWithBlobs(reader: Reader): Promise<readonly PackRow[]> {
  const rows = await reader
    .selectFrom('packs')
    .select(packColumns)
    .where('state', '<>', 'sealed')
    .where('id', 'in', reader.selectFrom('blobs').select('pack_id'))
    .orderBy('id')
    .execute();
  return rows.map(toPack);
}

/** Whether a pack is being written: its writer's hold has not run out. */
export async function isBeingWritten(reader: Reader, pack: PackId): Promise<boolean> {
  const { rows } = await sql`
    select 1 from packs where id = ${pack} and state = 'open' and lease_expires_at > clock_timestamp()`.execute(reader);
  return rows.length > 0;
}

/** The pack registered at a path; null when there is none. */
export async function findPackByPath(reader: Reader, path: string): Promise<PackRow | null> {
  const row = await reader.selectFrom('packs').select(packColumns).where('path', '=', path).executeTakeFirst();
  return row === undefined ? null : toPack(row);
}

/** Packs that hold items a collection kept. */
export async function packsOfCollection(reader: Reader, collection: string): Promise<readonly PackRow[]> {
  const rows = await reader
    .selectFrom('packs')
    .select(packColumns)
    .where('id', 'in', reader.selectFrom('items').select('pack_id').where('collection_id', '=', collection))
    .orderBy('id')
    .execute();
  return rows.map(toPack);
}

function toPack(row: {
  id: string;
  matter_id: string;
  path: string;
  state: string;
  bytes: number | null;
  members: number | null;
  digest: string | null;
}): PackRow {
  return {
    id: row.id as PackId,
    matter: row.matter_id as MatterId,
    path: row.path,
    state: row.state as PackState,
    bytes: row.bytes,
    members: row.members,
    digest: row.digest as Digest | null,
  };
}
