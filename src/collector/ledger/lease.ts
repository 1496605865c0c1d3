import { Failure } from '#evidence';
import type { Clock, Database } from '#platform';
import { leaseHolder, lostLeases, releaseLease, renewLeases, takeLease } from './store-leases.ts';
import type { Transaction } from '#platform';

/** A held lease. Its signal aborts when it is found lost. */
export interface Lease {
  readonly key: string;
  readonly epoch: number;
  readonly lost: AbortController;
}

/** Lease of one mailbox of a tenant: one writer at a time, whatever process, collection or matter. */
export function mailboxLeaseKey(tenant: string, sourceMailbox: string): string {
  return `mailbox:${tenant}:${sourceMailbox}`;
}

export function collectionLeaseKey(collection: string): string {
  return `collection:${collection}`;
}

export interface LeaseOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly holder: string;
  readonly seconds: number;
}

/** Takes a lease, or says who holds it. Failure `conflict`. */
export async function acquireLease(options: LeaseOptions, key: string): Promise<Lease> {
  const { database, holder, seconds } = options;
  const taken = await database.transaction(async (tx) => {
    const epoch = await takeLease(tx, { key, holder, seconds });
    return epoch === null ? { holder: await leaseHolder(tx, key) } : { epoch };
  });
  if ('epoch' in taken) return { key, epoch: taken.epoch, lost: new AbortController() };
  const who = taken.holder === null ? 'another process' : taken.holder.holder;
  throw new Failure('conflict', `${key} is being worked on by ${who}.`, {
    code: 'lease-held',
    fix: `Wait until it is done; if that process is dead its hold ends by itself within ${String(seconds)} seconds.`,
  });
}

/** Takes a lease, waiting for its holder to finish or to be found dead. */
export async function awaitLease(options: LeaseOptions, key: string, signal: AbortSignal): Promise<Lease> {
  for (;;) {
    try {
      return await acquireLease(options, key);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.code !== 'lease-held') throw thrown;
      await options.clock.sleep(Math.min(1000, (options.seconds * 1000) / 4), signal);
    }
  }
}

/** Renews all; those that are no longer ours have their `lost` signal aborted. */
export async function renewAll(options: LeaseOptions, leases: readonly Lease[]): Promise<void> {
  if (leases.length === 0) return;
  const ours = await options.database.transaction((tx) => renewLeases(tx, leases, options.seconds));
  for (const lease of leases) if (!ours.has(lease.key)) lose(lease);
}

export async function release(database: Database, lease: Lease): Promise<void> {
  await database.transaction((tx) => releaseLease(tx, lease));
}

/** Thrown inside a transaction whose writer was taken over: nothing of it may be committed. */
export class LeaseLost extends Error {
  readonly keys: ReadonlySet<string>;
  constructor(keys: ReadonlySet<string>) {
    super(`Taken over by another process: ${[...keys].join(', ')}`);
    this.name = 'LeaseLost';
    this.keys = keys;
  }
}

/**
 * The fence: locks the lease rows for the rest of the transaction and requires their epochs.
 * A worker that slept through a takeover cannot get past it.
 */
export async function requireLeases(tx: Transaction, leases: readonly Lease[]): Promise<void> {
  const lost = await lostLeases(tx, leases);
  if (lost.size > 0) throw new LeaseLost(lost);
}

/** Marks a lease lost: whoever works under it stops. */
export function lose(lease: Lease): void {
  if (lease.lost.signal.aborted) return;
  lease.lost.abort(
    new Failure('conflict', `${lease.key} was taken over by another process.`, {
      code: 'lease-lost',
      fix: 'Nothing is lost: the other process goes on from the last checkpoint.',
    }),
  );
}
