import { asFailure, type CollectionId, type EndCounts, type Failure } from '#evidence';
import { renewPackLeases } from '#catalogue';
import { recordAct } from '#custody';
import type { Clock, Database } from '#platform';
import type { MailSource } from '#sources';
import type { Vault } from '#vault';
import { Checkpoints } from './checkpoint.ts';
import { collectMailbox, mailboxFailure } from './collect-mailbox.ts';
import {
  acquireLease,
  awaitLease,
  collectionLeaseKey,
  mailboxLeaseKey,
  release,
  renewAll,
  type Lease,
} from './ledger/lease.ts';
import {
  findCollection,
  mailboxesOfCollection,
  setCollectionStatus,
  updateCollectionMailbox,
  type CollectionMailbox,
  type CollectionRow,
} from './ledger/store-collections.ts';
import { reopenFailed } from './ledger/store-ledger.ts';
import { defaultSettings, type CollectorSettings, type MailboxRun, type Step, type Tools } from './mailbox-run.ts';
import { ProgressCounter, type Progress } from './progress.ts';
import { bytesOfCollection, countEnds } from './report/store-report.ts';

export interface RunOptions {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  /** Names this process: host and process id. */
  readonly holder: string;
  readonly collection: CollectionId;
  /** Opens a mailbox at the service; thrown failures end that mailbox alone. */
  readonly openSource: (mailbox: { sourceMailbox: string; address: string }) => Promise<MailSource>;
  /** The person's stop: ends at a checkpoint. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly onStep?: (step: Step) => void | Promise<void>;
  readonly settings?: Partial<CollectorSettings>;
}

export interface RunOutcome {
  readonly status: 'transferred' | 'stopped';
  readonly counts: EndCounts;
  readonly mailboxesFailed: number;
}

/**
 * Transfers a collection: every mailbox to its end, many at once. Run again after a stop or a kill, it goes on.
 * One poison item never stops a folder, one dead mailbox never stops a collection.
 * Failures: `conflict` when another process is at it; what vault or database threw, after which it can be resumed.
 */
export async function runCollection(options: RunOptions): Promise<RunOutcome> {
  const { database, clock, holder } = options;
  const settings = { ...defaultSettings, ...options.settings };
  const tools: Tools = { ...options, settings, onStep: options.onStep ?? (() => undefined) };
  const leaseOptions = { database, clock, holder, seconds: settings.leaseSeconds };
  const collection = await findCollection(database.reader, options.collection);
  const lease = await acquireLease(leaseOptions, collectionLeaseKey(collection.id));
  const running = new Running(tools, { collection, own: lease }, options);
  const begunAt = clock.monotonic();
  try {
    await begin(database, collection.id);
    await running.run();
    return await end(tools, collection, {
      running,
      workedMs: clock.monotonic() - begunAt,
      stopped: options.signal.aborted,
    });
  } catch (thrown) {
    await recordFailure(database, {
      collection: collection.id,
      failure: asFailure(thrown),
      workedMs: clock.monotonic() - begunAt,
    });
    throw thrown;
  } finally {
    await running.release();
  }
}

async function begin(database: Database, collection: CollectionId): Promise<void> {
  await database.transaction(async (tx) => {
    await reopenFailed(tx, collection);
    await setCollectionStatus(tx, collection, { status: 'transferring' });
  });
}

async function end(
  tools: Tools,
  collection: CollectionRow,
  outcome: { running: Running; workedMs: number; stopped: boolean },
): Promise<RunOutcome> {
  const { workedMs, stopped } = outcome;
  const mailboxes = await mailboxesOfCollection(tools.database.reader, collection.id);
  const isOver = mailboxes.every(({ state }) => state === 'done' || state === 'failed');
  const status = stopped && !isOver ? 'stopped' : 'processing';
  await tools.database.transaction((tx) => setCollectionStatus(tx, collection.id, { status, workedMs }));
  await recordAct(tools.database, {
    actor: 'system',
    action: status === 'stopped' ? 'collection.stopped' : 'collection.transferred',
    subject: { collection: collection.id },
    at: tools.clock.now(),
  });
  return {
    status: status === 'stopped' ? 'stopped' : 'transferred',
    counts: await countEnds(tools.database.reader, collection.id),
    mailboxesFailed: mailboxes.filter(({ state }) => state === 'failed').length,
  };
}

async function recordFailure(
  database: Database,
  change: { collection: CollectionId; failure: Failure; workedMs: number },
): Promise<void> {
  const { failure, workedMs } = change;
  await database
    .transaction((tx) =>
      setCollectionStatus(tx, change.collection, { status: 'failed', workedMs, failure: failure.message }),
    )
    .catch(() => {
      // The database itself is what failed: the status stays `transferring`, and a resume goes on all the same.
    });
}

/** The state of one run: leases held, mailboxes under way, the heartbeat. */
class Running {
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
    try {
      const lanes = Math.min(this.#tools.settings.mailboxesAtOnce, queue.length);
      await Promise.all(Array.from({ length: lanes }, () => this.#lane(queue, { checkpoints, progress })));
    } finally {
      this.#over.abort();
      await beating;
    }
    await checkpoints.flush();
  }

  async release(): Promise<void> {
    for (const lease of this.#leases.values()) await release(this.#tools.database, lease).catch(() => undefined);
    this.#leases.clear();
  }

  async #lane(
    queue: CollectionMailbox[],
    carrying: { checkpoints: Checkpoints; progress: ProgressCounter },
  ): Promise<void> {
    for (let mailbox = queue.shift(); mailbox !== undefined; mailbox = queue.shift()) {
      if (this.#isStopped(carrying.checkpoints)) return;
      await this.#collectOne(mailbox, carrying);
    }
  }

  #isStopped(checkpoints: Checkpoints): boolean {
    return this.#options.signal.aborted || this.#own.lost.signal.aborted || checkpoints.fatal !== null;
  }

  /** One mailbox, whatever becomes of it. Throws only what ends the whole collection. */
  async #collectOne(
    mailbox: CollectionMailbox,
    carrying: { checkpoints: Checkpoints; progress: ProgressCounter },
  ): Promise<void> {
    const { checkpoints, progress } = carrying;
    let lease: Lease | null = null;
    try {
      lease = await this.#lease(mailbox);
      if (await this.#isDone(mailbox)) return;
      await collectMailbox(this.#tools, await this.#openRun(mailbox, lease), carrying);
      progress.mailboxDone(false);
    } catch (thrown) {
      await checkpoints.flush();
      if (this.#isStopped(checkpoints) || lease?.lost.signal.aborted === true) return;
      await this.#recordMailboxFailure(mailbox, mailboxFailure(thrown));
      progress.mailboxDone(true);
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
      if (checkpoints.fatal === null) await checkpoints.flushIfOld().catch(() => undefined);
      if (clock.monotonic() - renewedAt < renewEvery) continue;
      renewedAt = clock.monotonic();
      await this.#renew(leaseOptions).catch(() => undefined);
    }
  }

  async #renew(leaseOptions: Parameters<typeof renewAll>[0]): Promise<void> {
    await renewAll(leaseOptions, [...this.#leases.values()]);
    await leaseOptions.database.transaction((tx) => renewPackLeases(tx, leaseOptions.holder, leaseOptions.seconds));
  }
}
