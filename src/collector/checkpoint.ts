import type { CollectionId, Digest, EndName, MatterId } from '#evidence';
import { asFailure, type Failure } from '#evidence';
import { insertBlobs, insertItems, lockOpenPack, markPackAbandoned, markPackSealed, registerPack } from '#catalogue';
import { recordAct } from '#custody';
import type { PackId } from '#evidence';
import { newId, type Transaction } from '#platform';
import type { BlobPlace, PackWriter, SpooledBody } from '#vault';
import { LeaseLost, lose, requireLeases, type Lease } from './ledger/lease.ts';
import { endRows, insertAttempts, type AttemptRow } from './ledger/store-ledger.ts';
import type { MailboxRun, OpenRow, Tools } from './mailbox-run.ts';
import type { ProgressCounter } from './progress.ts';

interface Kept {
  readonly run: MailboxRun;
  readonly row: OpenRow;
  readonly place: BlobPlace;
  readonly collectedAt: Date;
}

interface Ended {
  readonly run: MailboxRun;
  readonly row: OpenRow;
  readonly end: Exclude<EndName, 'kept'>;
  readonly reason: string;
  readonly detail: string | null;
}

interface Batch {
  writer: Promise<PackWriter> | null;
  readonly kept: Kept[];
  readonly ended: Ended[];
  readonly attempts: AttemptRow[];
  readonly pending: Set<Promise<unknown>>;
  bytes: number;
  readonly since: number;
}

/** This process slept so long that its open pack was taken for a dead one's: what was in it is fetched again. */
class PackTidiedAway extends Error {
  override readonly name = 'PackTidiedAway';
}

/**
 * Carries fetched bytes and ends to the next checkpoint, for all mailboxes of one run: one open pack at a time.
 * A checkpoint seals the pack, then one transaction writes the pack as sealed, its blobs, items and ends,
 * under the fence of every mailbox in it. If one of them was taken over, nothing of the pack is entered,
 * the pack is abandoned, and what was in it stays open in the ledger.
 */
export class Checkpoints {
  readonly #tools: Tools;
  readonly #collection: { id: CollectionId; matter: MatterId };
  readonly #progress: ProgressCounter;
  #batch: Batch;
  #committing: Promise<void> = Promise.resolve();
  #running = false;
  #fatal: Failure | null = null;

  constructor(tools: Tools, collection: { id: CollectionId; matter: MatterId }, progress: ProgressCounter) {
    this.#tools = tools;
    this.#collection = collection;
    this.#progress = progress;
    this.#batch = this.#emptyBatch();
  }

  /** The failure that ended all checkpoints (vault or database), if one did. */
  get fatal(): Failure | null {
    return this.#fatal;
  }

  /** Puts the bytes of an open row into the pack; they are kept once the next checkpoint is committed. */
  async keep(run: MailboxRun, row: OpenRow, body: Uint8Array | SpooledBody): Promise<void> {
    await this.#waitForRoom();
    const batch = this.#batch;
    const work = this.#append(batch, { run, row, body });
    batch.pending.add(work);
    try {
      await work;
    } finally {
      batch.pending.delete(work);
    }
    await this.#tools.onStep('item-packed');
    this.#flushIfDue(batch);
  }

  /** Ends an open row that has no bytes to keep. */
  end(run: MailboxRun, row: OpenRow, end: Omit<Ended, 'run' | 'row'>): void {
    this.#batch.ended.push({ run, row, ...end });
    this.#flushIfDue(this.#batch);
  }

  /** Records a try that did not succeed. */
  attempt(run: MailboxRun, row: OpenRow, failure: Failure): void {
    this.#batch.attempts.push({
      collection: run.collection,
      mailbox: run.mailbox,
      item: row.item,
      at: this.#tools.clock.now(),
      kind: failure.kind,
      code: failure.code,
      detail: failure.message.slice(0, 2000),
      requestId: failure.evidence.requestId ?? null,
    });
  }

  /** Commits what is waiting when it has waited long enough. */
  async flushIfOld(): Promise<void> {
    if (this.#tools.clock.monotonic() - this.#batch.since >= this.#tools.settings.checkpointMs) await this.flush();
  }

  /** Commits everything handed in so far. Throws the fatal failure if there is one. */
  async flush(): Promise<void> {
    const batch = this.#batch;
    const empty = batch.writer === null && batch.ended.length === 0 && batch.attempts.length === 0;
    if (!empty) {
      this.#batch = this.#emptyBatch();
      this.#committing = this.#committing.then(() => this.#commit(batch));
    }
    await this.#committing;
    if (this.#fatal !== null) throw this.#fatal;
  }

  async #append(batch: Batch, kept: { run: MailboxRun; row: OpenRow; body: Uint8Array | SpooledBody }): Promise<void> {
    const { run, row } = kept;
    batch.writer ??= this.#openPack();
    const writer = await batch.writer;
    const collectedAt = this.#tools.clock.now();
    const place = await writer.append(kept.body, {
      matter: run.matter,
      matterName: run.matterName,
      collection: run.collection,
      custodian: run.custodianName,
      tenant: run.tenant,
      mailbox: run.mailbox,
      sourceMailbox: run.sourceMailbox,
      address: run.address,
      item: row.item,
      version: row.version,
      changeKey: row.changeKey,
      fingerprint: row.fingerprint,
      isDraft: row.isDraft,
      internetMessageId: row.internetMessageId,
      sourceFolderId: row.folder.sourceFolderId,
      folderPath: row.folder.path,
      place: row.folder.place,
      receivedAt: row.receivedAt?.toISOString() ?? null,
      collectedAt: collectedAt.toISOString(),
    });
    batch.kept.push({ run, row, place, collectedAt });
    batch.bytes += place.size;
    this.#progress.packed(place.size);
  }

  async #openPack(): Promise<PackWriter> {
    const { database, vault, clock, holder, settings } = this.#tools;
    const id = newId<PackId>();
    const openedAt = clock.now();
    const pack = { id, matter: this.#collection.matter, openedAt };
    const path = vault.pathOf(pack);
    await database.transaction((tx) =>
      registerPack(tx, { ...pack, path, writer: holder, leaseSeconds: settings.leaseSeconds }),
    );
    return vault.create(pack);
  }

  #emptyBatch(): Batch {
    return {
      writer: null,
      kept: [],
      ended: [],
      attempts: [],
      pending: new Set(),
      bytes: 0,
      since: this.#tools.clock.monotonic(),
    };
  }

  #isFull(batch: Batch): boolean {
    const { checkpointItems, checkpointBytes } = this.#tools.settings;
    return batch.kept.length + batch.ended.length >= checkpointItems || batch.bytes >= checkpointBytes;
  }

  #flushIfDue(batch: Batch): void {
    if (batch !== this.#batch || !this.#isFull(batch) || this.#running) return;
    this.flush().catch((thrown: unknown) => {
      this.#fatal ??= asFailure(thrown);
    });
  }

  /** Two batches at most: one being committed, one being filled. */
  async #waitForRoom(): Promise<void> {
    while (this.#fatal === null && this.#isFull(this.#batch) && this.#running) await this.#committing;
    if (this.#fatal !== null) throw this.#fatal;
  }

  async #commit(batch: Batch): Promise<void> {
    if (this.#fatal !== null) return leaveUnsealed(batch);
    this.#running = true;
    try {
      await Promise.allSettled(batch.pending);
      const writer = batch.writer === null ? null : await batch.writer;
      await this.#tools.onStep('checkpoint-begun');
      await this.#write(batch, writer);
    } catch (thrown) {
      this.#fatal = asFailure(thrown);
      await leaveUnsealed(batch);
    } finally {
      this.#running = false;
      this.#flushIfDue(this.#batch);
    }
  }

  async #write(batch: Batch, writer: PackWriter | null): Promise<void> {
    const { database, clock, onStep } = this.#tools;
    const leases = leasesOf(batch);
    try {
      await database.transaction(async (tx) => {
        await requireLeases(tx, leases);
        if (writer !== null) await this.#enterPack(tx, batch, writer);
        const open = await endRows(tx, endsOf(batch), clock.now());
        if (open !== batch.kept.length + batch.ended.length) {
          throw new Error(
            `checkpoint would end ${String(batch.kept.length + batch.ended.length)} rows, but ${String(open)} are open`,
          );
        }
        await insertAttempts(tx, batch.attempts);
        await onStep('checkpoint-written');
      });
    } catch (thrown) {
      if (!(thrown instanceof LeaseLost) && !(thrown instanceof PackTidiedAway)) throw thrown;
      for (const lease of leases) if (thrown instanceof LeaseLost && thrown.keys.has(lease.key)) lose(lease);
      if (writer !== null) {
        await writer.abandon();
        await database.transaction((tx) => markPackAbandoned(tx, writer.id));
      }
      this.#progress.unpacked(batch.kept.length, batch.bytes);
      return;
    }
    this.#progress.unpacked(batch.kept.length, batch.bytes);
    await onStep('checkpoint-committed');
    this.#count(batch);
    await this.#audit(batch, writer);
  }

  async #enterPack(tx: Transaction, batch: Batch, writer: PackWriter): Promise<void> {
    if (!(await lockOpenPack(tx, writer.id))) throw new PackTidiedAway();
    const sealed = await writer.seal();
    await this.#tools.onStep('pack-sealed');
    const pack = { matter: this.#collection.matter, id: writer.id };
    await markPackSealed(tx, { ...sealed, sealedAt: this.#tools.clock.now() });
    const blobs = new Map(batch.kept.map(({ place }) => [place.digest, place]));
    await insertBlobs(tx, pack, [...blobs.values()]);
    const entered = await insertItems(tx, pack, batch.kept.map(toItem));
    if (entered !== batch.kept.length) {
      throw new Error(`checkpoint would keep ${String(batch.kept.length)} items, but only ${String(entered)} are new`);
    }
  }

  #count(batch: Batch): void {
    this.#progress.bytes(batch.bytes);
    if (batch.kept.length > 0) this.#progress.ended('kept', batch.kept.length);
    for (const { end } of batch.ended) this.#progress.ended(end);
  }

  async #audit(batch: Batch, writer: PackWriter | null): Promise<void> {
    if (batch.kept.length + batch.ended.length === 0) return;
    await recordAct(this.#tools.database, {
      actor: 'system',
      action: 'collection.checkpoint',
      subject: {
        collection: this.#collection.id,
        pack: writer?.path ?? null,
        kept: batch.kept.length,
        otherEnds: batch.ended.length,
        bytes: batch.bytes,
      },
      at: this.#tools.clock.now(),
    });
  }
}

/** Closes the pack of a batch that will not be committed; `vault tidy` finds it. The failure is told already. */
async function leaveUnsealed(batch: Batch): Promise<void> {
  await Promise.allSettled(batch.pending);
  await batch.writer?.then((writer) => writer.abandon()).catch(() => undefined);
}

function leasesOf(batch: Batch): readonly Lease[] {
  const runs = [...batch.kept, ...batch.ended].map(({ run }) => run.lease);
  return [...new Map(runs.map((lease) => [lease.key, lease])).values()];
}

function endsOf(batch: Batch) {
  const kept = batch.kept.map(({ run, row }) => ({ run, row, ended: 'kept' as const, reason: null, detail: null }));
  const ended = batch.ended.map(({ run, row, end, reason, detail }) => ({ run, row, ended: end, reason, detail }));
  return [...kept, ...ended].map(({ run, row, ...end }) => ({
    collection: run.collection,
    mailbox: run.mailbox,
    item: row.item,
    ...end,
  }));
}

function toItem({ run, row, place, collectedAt }: Kept) {
  return {
    mailbox: run.mailbox,
    item: row.item,
    version: row.version,
    changeKey: row.changeKey,
    fingerprint: row.fingerprint,
    isDraft: row.isDraft,
    internetMessageId: row.internetMessageId,
    receivedAt: row.receivedAt,
    folder: row.folder.id,
    custodian: run.custodian,
    collection: run.collection,
    digest: place.digest satisfies Digest,
    collectedAt,
  };
}
