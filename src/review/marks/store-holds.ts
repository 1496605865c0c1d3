import type { MatterId } from '#evidence';
import type { Reader, Transaction } from '#platform';
import { sql, type RawBuilder } from 'kysely';
import type { PageAt } from '../reviewing.ts';

export interface Hold {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
  /** Whether it covers the whole matter, now and later; else the items it was put at. */
  readonly coversMatter: boolean;
  readonly placedBy: string;
  readonly placedAt: Date;
  readonly releasedBy: string | null;
  readonly releasedAt: Date | null;
  readonly releaseReason: string | null;
}

export interface HoldWithCount extends Hold {
  readonly items: number;
}

const columns = sql`h.id, h.name, h.reason, h.covers_matter as "coversMatter", h.placed_by as "placedBy",
  h.placed_at as "placedAt", h.released_by as "releasedBy", h.released_at as "releasedAt",
  h.release_reason as "releaseReason"`;

export interface HoldsWanted {
  readonly matter: MatterId;
  /** This in their name. */
  readonly search?: string;
  /** Only those that stand; released ones too without it. */
  readonly isStanding?: boolean;
}

/** Holds of a matter behind an id, newest first. */
export async function pageOfHolds(
  reader: Reader,
  { matter, search = '', isStanding = false }: HoldsWanted,
  { after, limit }: PageAt<string>,
): Promise<readonly HoldWithCount[]> {
  const { rows } = await sql<HoldWithCount>`
    select ${columns}, ${coveredIn(matter)}
    from holds h
    where h.matter_id = ${matter} and strpos(lower(h.name), lower(${search})) > 0
      and (h.released_at is null or not ${isStanding}::boolean)
      ${after === null ? sql`` : sql`and h.id < ${after}::uuid`}
    order by h.id desc limit ${limit}`.execute(reader);
  return rows;
}

export async function findHoldWithCount(reader: Reader, matter: MatterId, id: string): Promise<HoldWithCount | null> {
  const { rows } = await sql<HoldWithCount>`
    select ${columns}, ${coveredIn(matter)}
    from holds h where h.matter_id = ${matter} and h.id = ${id}::uuid`.execute(reader);
  return rows[0] ?? null;
}

/** How many items a hold covers; the matter is counted once, however many holds cover all of it. */
function coveredIn(matter: MatterId): RawBuilder<unknown> {
  return sql`case when h.covers_matter then (select count(*) from items i where i.matter_id = ${matter})
    else (select count(*) from hold_items k where k.hold_id = h.id) end::integer as items`;
}

export async function findHold(reader: Reader, matter: MatterId, id: string): Promise<Hold | null> {
  const { rows } = await sql<Hold>`
    select ${columns} from holds h where h.matter_id = ${matter} and h.id = ${id}::uuid`.execute(reader);
  return rows[0] ?? null;
}

export async function insertHold(tx: Transaction, matter: MatterId, hold: Hold): Promise<void> {
  await tx
    .insertInto('holds')
    .values({
      id: hold.id,
      matter_id: matter,
      name: hold.name,
      reason: hold.reason,
      covers_matter: hold.coversMatter,
      placed_by: hold.placedBy,
      placed_at: hold.placedAt,
    })
    .execute();
}

/** Puts a hold at items of its matter. Returns how many it did not cover before. */
export async function coverItems(
  tx: Transaction,
  hold: { readonly id: string; readonly matter: MatterId },
  items: readonly string[],
): Promise<number> {
  const result = await sql`
    insert into hold_items (hold_id, item)
    select ${hold.id}, i.id from items i where i.matter_id = ${hold.matter} and i.id = any(${[...items]}::uuid[])
    order by i.id
    on conflict do nothing`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/** False when it had been released before. */
export async function endHold(
  tx: Transaction,
  id: string,
  end: { readonly by: string; readonly at: Date; readonly reason: string },
): Promise<boolean> {
  const result = await tx
    .updateTable('holds')
    .set({ released_by: end.by, released_at: end.at, release_reason: end.reason })
    .where('id', '=', id)
    .where('released_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** The holds that cover an item now. */
export async function holdsOfItem(reader: Reader, matter: MatterId, item: string): Promise<readonly Hold[]> {
  const { rows } = await sql<Hold>`
    select ${columns} from holds h
    where h.matter_id = ${matter} and h.released_at is null
      and (h.covers_matter or exists (select from hold_items k where k.hold_id = h.id and k.item = ${item}::uuid))
    order by h.id`.execute(reader);
  return rows;
}
