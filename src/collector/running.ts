import type { Failure } from '#evidence';
import { renewPackLeases } from '#catalogue';
import { Checkpoints } from './checkpoint.ts';
import { collectMailbox, mailboxFailure } from './collect-mailbox.ts';
import { awaitLease, LeaseLost, mailboxLeaseKey, release, renewAll, type Lease } from './ledger/lease.ts';
import {
  mailboxesOfCollection,
  updateCollectionMailbox,
  type CollectionMailbox,
  type CollectionRow,
} from './ledger/store-collections.ts';
import type { MailboxRun, RunOptions, Tools } from './mailbox-run.ts';
import { ProgressCounter } from './progress.ts';
import { bytesOfCollection, countEnds } from './report/store-report.ts';

interface Carrying {
  readonly checkpoints: Checkpoints;
  readonly progress: ProgressCounter;
}

/** One run of a collection: the leases it holds, the mailboxes under way, its heartbeat. */
export class Running {
  readonly #tools: Tools;
  readonly #collection: CollectionRow;
  readonly #leases = new Map<string, Lease>();
  readonly #options: RunOptions;
  readonly #own: Lease;
  readonly #over = new AbortController();

  constructor(tools: Tools, { collection, own }: { collection: CollectionRow; own: Lease }, options: RunOptions) {
    this.#tools = tools;
    this.#collection = collection;
    this.#own = own;
    this.#options = options;
    this.#leases.set(own.key, own);
  }

  async run(): Promise<void> {
    const { reader } = this.#tools.database;
    const mailboxes = await mailboxesOfCollection(reader, this.#collection.id);
    const progress = new ProgressCounter(
      {
        mailboxes: mailboxes.length,
        mailboxesDone: mailboxes.filter(({ state }) => state === 'done').length,
        mailboxesFailed: 0,
        expected: 0,
        counts: await countEnds(reader, this.#collection.id),
        bytes: await bytesOfCollection(reader, this.#collection.id),
        waiting: { items: 0, bytes: 0 },
      },
      this.#options.onProgress ?? (() => undefined),
    );
    const checkpoints = new Checkpoints(
      this.#tools,
      { id: this.#collection.id, matter: this.#collection.matter },
      progress,
    );
    const queue = mailboxes.filter(({ state }) => state !== 'done');
    const beating = this.#heartbeat(checkpoints);
    const lanes = Array.from({ length: Math.min(this.#tools.settings.mailboxesAtOnce, queue.length) }, () =>
      this.#lane(queue, { checkpoints, progress }),
    );
    const outcomes = await Promise.allSettled(lanes);
    this.#over.abort();
    await beating;
    await checkpoints.flush();
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  async release(): Promise<void> {
    for (const lease of this.#leases.values()) await release(this.#tools.database, lease).catch(() => undefined);
    this.#leases.clear();
  }

  async #lane(queue: CollectionMailbox[], carrying: Carrying): Promise<void> {
    for (let mailbox = queue.shift(); mailbox !== undefined; mailbox = queue.shift()) {
      if (this.#isStopped(carrying.checkpoints)) return;
      await this.#collectOne(mailbox, carrying);
    }
  }

  #isStopped(checkpoints: Checkpoints): boolean {
    return this.#options.signal.aborted || this.#own.lost.signal.aborted || checkpoints.fatal !== null;
  }

  /**
   * One mailbox, whatever becomes of it; again when its lease was lost and can be had back.
   * Throws only what ends the whole collection.
   */
  async #collectOne(mailbox: CollectionMailbox, carrying: Carrying): Promise<void> {
    let isTakenOver = true;
    while (isTakenOver && !this.#isStopped(carrying.checkpoints)) {
      isTakenOver = (await this.#tryMailbox(mailbox, carrying)) === 'taken-over';
    }
  }

  async #tryMailbox(mailbox: CollectionMailbox, { checkpoints, progress }: Carrying): Promise<'over' | 'taken-over'> {
    let lease: Lease | null = null;
    try {
      lease = await this.#lease(mailbox);
      if (await this.#isDone(mailbox)) return 'over';
      await collectMailbox(this.#tools, await this.#openRun(mailbox, lease), { checkpoints, progress });
      progress.mailboxDone(false);
      return 'over';
    } catch (thrown) {
      await checkpoints.flush();
      if (this.#isStopped(checkpoints)) return 'over';
      if (thrown instanceof LeaseLost || lease?.lost.signal.aborted === true) return 'taken-over';
      await this.#recordMailboxFailure(mailbox, mailboxFailure(thrown));
      progress.mailboxDone(true);
      return 'over';
    } finally {
      if (lease !== null) await this.#giveBack(lease);
    }
  }

  async #lease(mailbox: CollectionMailbox): Promise<Lease> {
    const { database, clock, holder, settings } = this.#tools;
    const key = mailboxLeaseKey(this.#collection.tenant, mailbox.sourceMailbox);
    const signal = AbortSignal.any([this.#options.signal, this.#own.lost.signal]);
    const lease = await awaitLease({ database, clock, holder, seconds: settings.leaseSeconds }, key, signal);
    this.#leases.set(key, lease);
    return lease;
  }

  async #giveBack(lease: Lease): Promise<void> {
    this.#leases.delete(lease.key);
    await release(this.#tools.database, lease);
  }

  /** Another process may have finished it while we waited for its lease. */
  async #isDone(mailbox: CollectionMailbox): Promise<boolean> {
    const now = await mailboxesOfCollection(this.#tools.database.reader, this.#collection.id);
    return now.find((row) => row.mailbox === mailbox.mailbox)?.state === 'done';
  }

  async #openRun(mailbox: CollectionMailbox, lease: Lease): Promise<MailboxRun> {
    const collection = this.#collection;
    return {
      collection: collection.id,
      matter: collection.matter,
      matterName: collection.matterName,
      tenant: collection.tenant,
      mailbox: mailbox.mailbox,
      sourceMailbox: mailbox.sourceMailbox,
      address: mailbox.address,
      custodian: mailbox.custodian,
      custodianName: mailbox.custodianName,
      window: collection.window,
      options: collection.options,
      source: await this.#options.openSource(mailbox),
      lease,
      signal: AbortSignal.any([this.#options.signal, lease.lost.signal, this.#own.lost.signal]),
      folders: new Map(),
    };
  }

  async #recordMailboxFailure(mailbox: CollectionMailbox, failure: Failure): Promise<void> {
    const { database, clock } = this.#tools;
    const at = clock.now();
    await database.transaction((tx) =>
      updateCollectionMailbox(
        tx,
        { collection: this.#collection.id, mailbox: mailbox.mailbox },
        {
          state: 'failed',
          failure: {
            kind: failure.kind,
            code: failure.code,
            cause: failure.message,
            fix: failure.fix ?? null,
            at: at.toISOString(),
          },
        },
      ),
    );
  }

  /** Keeps leases and open packs ours, and commits what has waited long enough. */
  async #heartbeat(checkpoints: Checkpoints): Promise<void> {
    const { database, clock, holder, settings } = this.#tools;
    const leaseOptions = { database, clock, holder, seconds: settings.leaseSeconds };
    const renewEvery = (settings.leaseSeconds * 1000) / 3;
    let renewedAt = clock.monotonic();
    while (!this.#over.signal.aborted) {
      await clock.sleep(Math.min(500, renewEvery / 2), this.#over.signal).catch(() => undefined);
      // Not waited for: a slow disk must not cost us the leases. What goes wrong is kept in `fatal`.
      checkpoints.flushIfOld().catch(() => undefined);
      if (clock.monotonic() - renewedAt < renewEvery) continue;
      renewedAt = clock.monotonic();
      // A renewal that fails is tried again at the next beat; if the lease is lost by then, the fence says so.
      await this.#renew(leaseOptions).catch(() => undefined);
    }
  }

  async #renew(leaseOptions: Parameters<typeof renewAll>[0]): Promise<void> {
    await renewAll(leaseOptions, [...this.#leases.values()]);
    await leaseOptions.database.transaction((tx) => renewPackLeases(tx, leaseOptions.holder, leaseOptions.seconds));
  }
}
