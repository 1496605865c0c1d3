import type { CollectionId, Digest, MatterId, PackId } from '#evidence';
import type { Database, Reader, Transaction } from '#platform';
import { parserVersion } from '#formats';
import { type RawBuilder, sql } from 'kysely';

/** What is to be processed: a matter, or what one collection of it kept. */
export interface Scope {
  readonly matter: MatterId;
  readonly collection: CollectionId | null;
}

export interface UnprocessedPack {
  readonly id: PackId;
  readonly path: string;
  readonly messages: number;
}

export interface UnprocessedBlob {
  readonly digest: Digest;
  readonly start: number;
  readonly size: number;
}

/** A blob is done when this parser, or a newer one, read it or found that it cannot. */
function isUnprocessed(scope: Scope): RawBuilder<boolean> {
  const ofCollection = sql`exists (
    select from items i
    where i.matter_id = b.matter_id and i.digest = b.digest and i.collection_id = ${scope.collection})`;
  return sql<boolean>`b.matter_id = ${scope.matter}
    and ${scope.collection === null ? sql`true` : ofCollection}
    and not exists (
      select from messages m
      where m.matter_id = b.matter_id and m.digest = b.digest and m.parser_version >= ${parserVersion})
    and not exists (
      select from processing_exceptions e
      where e.matter_id = b.matter_id and e.digest = b.digest and e.parser_version >= ${parserVersion})`;
}

/** Sealed packs that hold messages that are not processed, oldest first. */
export async function unprocessedPacks(reader: Reader, scope: Scope): Promise<readonly UnprocessedPack[]> {
  const { rows } = await sql<UnprocessedPack>`
    select p.id, p.path, count(*) as messages
    from blobs b join packs p on p.id = b.pack_id
    where p.state = 'sealed' and ${isUnprocessed(scope)}
    group by p.id, p.path
    order by p.id`.execute(reader);
  return rows;
}

/** The next unprocessed blobs of a pack, in the order they lie in it. */
export async function unprocessedBlobs(
  reader: Reader,
  scope: Scope,
  page: { readonly pack: PackId; readonly after: number; readonly limit: number },
): Promise<readonly UnprocessedBlob[]> {
  const { rows } = await sql<UnprocessedBlob>`
    select b.digest, b.start, b.size
    from blobs b
    where b.pack_id = ${page.pack} and b.start > ${page.after} and ${isUnprocessed(scope)}
    order by b.start
    limit ${page.limit}`.execute(reader);
  return rows;
}

/** Forgets what could not be read at all, so that it is tried again. Returns how many messages that were. */
export async function forgetUnreadable(tx: Transaction, matter: MatterId): Promise<number> {
  const result = await sql`
    delete from processing_exceptions e
    where e.matter_id = ${matter}
      and not exists (select from messages m where m.matter_id = e.matter_id and m.digest = e.digest)`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/** Claims on packs among processes: a claim ends with its release, or with the process. */
export interface PackClaims extends AsyncDisposable {
  claim(pack: PackId): Promise<boolean>;
  release(pack: PackId): Promise<void>;
}

/** Advisory locks of a database session of their own: nothing is left behind when the process is killed. */
export async function openPackClaims(database: Database): Promise<PackClaims> {
  const session = await database.pool.connect();
  // A session that breaks while it waits says so by an event; whoever asks it next gets the error.
  session.on('error', () => undefined);
  const key = `hashtextextended('processing ' || $1::text, 0)`;
  return {
    async claim(pack) {
      const { rows } = await session.query<{ claimed: boolean }>(`select pg_try_advisory_lock(${key}) as claimed`, [
        pack,
      ]);
      return rows[0]?.claimed === true;
    },
    async release(pack) {
      await session.query(`select pg_advisory_unlock(${key})`, [pack]);
    },
    [Symbol.asyncDispose]: () => {
      // The locks end with the session.
      session.release(true);
      return Promise.resolve();
    },
  };
}
