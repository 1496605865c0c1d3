import { availableParallelism } from 'node:os';
import type { CollectionId, MatterId } from '#evidence';
import { type Clock, type Database, systemClock } from '#platform';
import type { Vault } from '#vault';
import { startBatchWriter } from './pace/batch-writer.ts';
import { startFlow } from './pace/flow.ts';
import { writeParsed } from './store-messages.ts';
import { workThrough } from './pace/work-through.ts';
import { readNeighbours, type Readable } from './read-bytes.ts';
import {
  forgetUnreadable,
  openPackClaims,
  type Scope,
  unprocessedBlobs,
  type UnprocessedPack,
  unprocessedPacks,
} from './store-unprocessed.ts';
import { startParserPool } from './worker/parser-pool.ts';
import type { ParserLimits } from './worker/parser-process.ts';
import type { ParsedRows } from './worker/protocol.ts';

export interface ProcessingProgress {
  /** Messages done in this run, those that could not be read included. */
  readonly processed: number;
  /** Of them: those with something that was not read. */
  readonly exceptions: number;
  /** Messages done and to do, as far as is known: more may be kept meanwhile, and other processes may do some. */
  readonly total: number;
  readonly bytes: number;
}

export interface ProcessingResult extends ProcessingProgress {
  /** Whether the signal ended it before everything was done. */
  readonly stopped: boolean;
}

export interface ProcessingOptions {
  readonly database: Database;
  readonly vault: Vault;
  readonly matter: MatterId;
  /** Only what this collection kept. */
  readonly collection?: CollectionId;
  /** Tries again what could not be read at all before. */
  readonly retryUnreadable?: boolean;
  /** Parser processes; as many as there are cores. */
  readonly parsers?: number;
  readonly limits?: Partial<ParserLimits>;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly onProgress?: (progress: ProcessingProgress) => void;
}

const defaultLimits: ParserLimits = { time: 30_000, memory: 512 };
/** Bytes of messages on their way through, over all parsers. */
const bytesInFlight = 384 * 1024 * 1024;
const pageLength = 500;

/**
 * Reads every kept message that this parser has not read yet, and enters what it says.
 * Laws: ended at any instant and called again it ends with the same rows; a message is entered with its attachments
 * and exceptions in one transaction, or not at all; processes working on one matter share it pack by pack; a message
 * that cannot be read is an exception and stays evidence; the signal stops it after the messages in hand.
 * Failures: what the vault or the database throws, after the messages in hand are entered.
 */
export async function processMatter(options: ProcessingOptions): Promise<ProcessingResult> {
  const { database, vault, matter } = options;
  const clock = options.clock ?? systemClock;
  const scope: Scope = { matter, collection: options.collection ?? null };
  if (options.retryUnreadable === true) await database.transaction((tx) => forgetUnreadable(tx, matter));
  const counts = { processed: 0, exceptions: 0, bytes: 0, total: 0 };
  const listPacks = async (): Promise<readonly UnprocessedPack[]> => {
    const packs = await unprocessedPacks(database.reader, scope);
    counts.total = counts.processed + packs.reduce((sum, pack) => sum + pack.messages, 0);
    return packs;
  };
  if ((await listPacks()).length === 0) return { ...counts, stopped: false };
  const parsers = options.parsers ?? availableParallelism();
  await using pool = startParserPool(parsers, { ...defaultLimits, ...options.limits }, clock);
  await using claims = await openPackClaims(database);
  const writer = startBatchWriter<ParsedRows>({
    write: (rows) => database.transaction((tx) => writeParsed(tx, { matter, at: clock.now() }, rows), { attempts: 5 }),
    lengthOf: ({ message, attachments }) =>
      (message?.length ?? 0) + attachments.reduce((sum, text) => sum + text.length, 0),
  });
  const flow = startFlow(parsers * 2, bytesInFlight);
  const one = async ({ place, read }: Readable): Promise<void> => {
    const request = await read();
    const rows: ParsedRows =
      'reason' in request
        ? { digest: place.digest, message: null, attachments: [], exceptions: [request], threadKeys: [] }
        : await pool.parse(request);
    flow.written(
      writer.write(rows).then(() => {
        counts.processed += 1;
        counts.exceptions += rows.exceptions.length > 0 ? 1 : 0;
        counts.bytes += place.size;
        options.onProgress?.({ ...counts });
      }),
    );
  };
  const isStopped = (): boolean => options.signal?.aborted === true;
  const feed = async (pack: UnprocessedPack): Promise<void> => {
    for (let after = -1, isMore = true; isMore && !isStopped();) {
      const blobs = await unprocessedBlobs(database.reader, scope, { pack: pack.id, after, limit: pageLength });
      const places = blobs.map((blob) => ({ pack: pack.path, ...blob }));
      for (const message of readNeighbours(vault, places)) {
        if (!isStopped()) await flow.start(message.place.size, () => one(message));
      }
      after = blobs.at(-1)?.start ?? after;
      isMore = blobs.length === pageLength;
    }
  };
  const work = async (pack: UnprocessedPack): Promise<void> => {
    try {
      await feed(pack);
    } finally {
      await flow.idle();
      await writer.flush();
      await flow.settled();
    }
  };
  await workThrough({ clock, signal: options.signal, listPacks, claims, work });
  return { ...counts, stopped: options.signal?.aborted === true };
}
