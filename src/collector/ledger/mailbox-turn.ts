import { Failure } from '#evidence';
import { acquireLease, mailboxLeaseKey, release, renewAll, type Lease, type LeaseOptions } from './lease.ts';

export interface TurnOptions extends LeaseOptions {
  /** How long to wait for another process that has the mailbox. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

/**
 * Does something with a mailbox while no other process works on it: the service counts the requests of all of them
 * together. Null, and nothing was done, when another process keeps the mailbox longer than the patience.
 */
export async function inMailboxTurn<Result>(
  options: TurnOptions,
  mailbox: { readonly tenant: string; readonly sourceMailbox: string },
  work: () => Promise<Result>,
): Promise<Result | null> {
  const lease = await leaseWithin(options, mailboxLeaseKey(mailbox.tenant, mailbox.sourceMailbox));
  if (lease === null) return null;
  const over = new AbortController();
  const beating = beat(options, lease, over.signal);
  try {
    return await work();
  } finally {
    over.abort();
    await beating;
    await release(options.database, lease);
  }
}

async function leaseWithin(options: TurnOptions, key: string): Promise<Lease | null> {
  const until = options.clock.monotonic() + options.patienceMs;
  for (;;) {
    try {
      return await acquireLease(options, key);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.code !== 'lease-held') throw thrown;
      if (options.clock.monotonic() >= until) return null;
      await options.clock.sleep(200, options.signal);
    }
  }
}

async function beat(options: TurnOptions, lease: Lease, over: AbortSignal): Promise<void> {
  for (;;) {
    const isOver = await options.clock.sleep((options.seconds * 1000) / 3, over).then(
      () => false,
      () => true,
    );
    if (isOver) return;
    // A renewal that fails is tried again at the next beat.
    await renewAll(options, [lease]).catch(() => undefined);
  }
}
