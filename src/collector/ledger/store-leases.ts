import type { Transaction } from '#platform';
import { sql } from 'kysely';

/** Times of leases are the database's, so the clocks of machines do not matter. */

/** Takes the lease when it is free or has run out; returns its epoch, or null when somebody holds it. */
export async function takeLease(
  tx: Transaction,
  lease: { key: string; holder: string; seconds: number },
): Promise<number | null> {
  const result = await sql<{ epoch: number }>`
    insert into mailbox_leases (key, holder, epoch, expires_at)
    values (${lease.key}, ${lease.holder}, 1, clock_timestamp() + make_interval(secs => ${lease.seconds}))
    on conflict (key) do update
      set holder = excluded.holder, epoch = mailbox_leases.epoch + 1, expires_at = excluded.expires_at
      where mailbox_leases.expires_at < clock_timestamp()
    returning epoch`.execute(tx);
  return result.rows[0]?.epoch ?? null;
}

/** Renews leases by key and epoch; returns the keys that are still ours. */
export async function renewLeases(
  tx: Transaction,
  leases: readonly { key: string; epoch: number }[],
  seconds: number,
): Promise<ReadonlySet<string>> {
  const sorted = [...leases].sort((a, b) => (a.key < b.key ? -1 : 1));
  const result = await sql<{ key: string }>`
    with mine as (
      select l.key from mailbox_leases l
      join unnest(${sorted.map((lease) => lease.key)}::text[], ${sorted.map((lease) => lease.epoch)}::bigint[]) as u (key, epoch)
        on l.key = u.key and l.epoch = u.epoch
      order by l.key for update of l
    )
    update mailbox_leases l set expires_at = clock_timestamp() + make_interval(secs => ${seconds})
    from mine where l.key = mine.key
    returning l.key`.execute(tx);
  return new Set(result.rows.map((row) => row.key));
}

/** Gives a lease back at once; the epoch stays, so that late writes of the old holder are refused. */
export async function releaseLease(tx: Transaction, lease: { key: string; epoch: number }): Promise<void> {
  await sql`
    update mailbox_leases set expires_at = '-infinity'
    where key = ${lease.key} and epoch = ${lease.epoch}`.execute(tx);
}

/** Locks lease rows until the end of the transaction and returns the keys whose epoch is no longer the given one. */
export async function lostLeases(
  tx: Transaction,
  leases: readonly { key: string; epoch: number }[],
): Promise<ReadonlySet<string>> {
  const sorted = [...leases].sort((a, b) => (a.key < b.key ? -1 : 1));
  const result = await sql<{ key: string; epoch: number }>`
    select key, epoch from mailbox_leases
    where key = any(${sorted.map((lease) => lease.key)}::text[])
    order by key for share`.execute(tx);
  const epochs = new Map(result.rows.map((row) => [row.key, row.epoch]));
  return new Set(sorted.filter((lease) => epochs.get(lease.key) !== lease.epoch).map((lease) => lease.key));
}

/** Who holds a lease now, and for how many more seconds; null when nobody does. */
export async function leaseHolder(tx: Transaction, key: string): Promise<{ holder: string; seconds: number } | null> {
  const result = await sql<{ holder: string; seconds: number }>`
    select holder, ceil(extract(epoch from expires_at - clock_timestamp()))::integer as seconds
    from mailbox_leases where key = ${key} and expires_at >= clock_timestamp()`.execute(tx);
  return result.rows[0] ?? null;
}

export interface HeldLease {
  readonly key: string;
  readonly holder: string;
  readonly epoch: number;
}

/** All leases somebody holds now, locked in the order of their keys until the end of the transaction. */
export async function heldLeases(tx: Transaction): Promise<readonly HeldLease[]> {
  const result = await sql<HeldLease>`
    select key, holder, epoch from mailbox_leases
    where expires_at >= clock_timestamp() order by key for update`.execute(tx);
  return result.rows;
}

/** Lets a lease run out at once for whoever holds it. */
export async function endHold(tx: Transaction, lease: HeldLease): Promise<void> {
  await sql`
    update mailbox_leases set expires_at = '-infinity'
    where key = ${lease.key} and epoch = ${lease.epoch} and holder = ${lease.holder}`.execute(tx);
}
