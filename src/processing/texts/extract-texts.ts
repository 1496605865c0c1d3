import { availableParallelism } from 'node:os';
import type { CollectionId, Digest, MatterId } from '#evidence';
import { type Clock, type Database, systemClock } from '#platform';
import type { Vault } from '#vault';
import { startBatchWriter } from '../pace/batch-writer.ts';
import { startFlow } from '../pace/flow.ts';
import { readBytes } from '../read-bytes.ts';
import {
  forgetUnreadTexts,
  type UnreadMessage,
  unreadMessages,
  type UnreadPack,
  unreadPacks,
  writeTexts,
} from './store-texts.ts';
import { openPackClaims } from '../store-unprocessed.ts';
import { workThrough } from '../pace/work-through.ts';
import type { ParserLimits } from '../worker/parser-process.ts';
import { type FoundText, startTextPool, type TextPool } from '../worker/text-pool.ts';

export interface TextProgress {
  /** Attached files done in this run. */
  readonly files: number;
  /** Of them: those of which something was not read. */
  readonly exceptions: number;
  /** Files done and to do, as far as is known; one that hangs at messages of several packs is counted in each. */
  readonly total: number;
}

export interface TextResult extends TextProgress {
  /** Whether the signal ended it before everything was done. */
  readonly stopped: boolean;
}

export interface TextOptions {
  readonly database: Database;
  readonly vault: Vault;
  readonly matter: MatterId;
  /** Only what hangs at messages this collection kept. */
  readonly collection?: CollectionId;
  /** Tries again what stopped at time, memory or the vault before. */
  readonly retryUnreadable?: boolean;
  /** Text processes; as many as there are cores. */
  readonly readers?: number;
  readonly limits?: Partial<ParserLimits>;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly onProgress?: (progress: TextProgress) => void;
}

const defaultLimits: ParserLimits = { time: 60_000, memory: 512 };
/** Bytes of messages on their way through, over all readers. */
const bytesInFlight = 384 * 1024 * 1024;
const pageLength = 200;

interface Reading {
  readonly vault: Vault;
  readonly pool: TextPool;
  readonly pack: UnreadPack;
  /** Files of this pack that are taken already. */
  readonly taken: Set<Digest>;
  readonly found: (text: FoundText) => void;
}

/**
 * Reads the text of every attached file of processed messages that this extractor has not read yet.
 * Laws: equal bytes are read once in a matter; ended at any instant and called again it ends with the same rows;
 * processes share a matter pack by pack; a file that cannot be read is an exception of that file and costs nothing
 * else; the signal stops it after the messages in hand.
 * Failures: what the vault or the database throws, after what is in hand is entered.
 */
export async function extractTexts(options: TextOptions): Promise<TextResult> {
  const { database, vault, matter, signal } = options;
  const clock = options.clock ?? systemClock;
  const scope = { matter, collection: options.collection ?? null };
  if (options.retryUnreadable === true) await database.transaction((tx) => forgetUnreadTexts(tx, matter));
  const counts = { files: 0, exceptions: 0, total: 0 };
  const listPacks = async (): Promise<readonly UnreadPack[]> => {
    const packs = await unreadPacks(database.reader, scope);
    counts.total = counts.files + packs.reduce((sum, pack) => sum + pack.files, 0);
    return packs;
  };
  if ((await listPacks()).length === 0) return { ...counts, stopped: false };
  const readers = options.readers ?? availableParallelism();
  await using pool = startTextPool(readers, { ...defaultLimits, ...options.limits }, clock);
  await using claims = await openPackClaims(database);
  const writer = startBatchWriter<FoundText>({
    write: (texts) => database.transaction((tx) => writeTexts(tx, { matter, at: clock.now() }, texts), { attempts: 5 }),
    lengthOf: ({ text }) => text.length,
  });
  const flow = startFlow(readers * 2, bytesInFlight);
  const found = (text: FoundText): void => {
    flow.written(
      writer.write(text).then(() => {
        counts.files += 1;
        counts.exceptions += text.exceptions.length > 0 ? 1 : 0;
        options.onProgress?.({ ...counts });
      }),
    );
  };
  const isStopped = (): boolean => signal?.aborted === true;
  const feed = async (pack: UnreadPack): Promise<void> => {
    const reading: Reading = { vault, pool, pack, taken: new Set(), found };
    for (let after = -1, isMore = true; isMore && !isStopped();) {
      const messages = await unreadMessages(database.reader, scope, { pack: pack.id, after, limit: pageLength });
      for (const message of messages) {
        if (!isStopped()) await flow.start(message.size, () => readMessage(reading, message));
      }
      after = messages.at(-1)?.start ?? after;
      isMore = messages.length === pageLength;
    }
  };
  const work = async (pack: UnreadPack): Promise<void> => {
    try {
      await feed(pack);
    } finally {
      await flow.idle();
      await writer.flush();
      await flow.settled();
    }
  };
  await workThrough({ clock, signal, listPacks, claims, work });
  return { ...counts, stopped: isStopped() };
}

async function readMessage(reading: Reading, message: UnreadMessage): Promise<void> {
  const { vault, pool, pack, taken, found } = reading;
  const parts = message.parts.filter(({ digest }) => !taken.has(digest));
  for (const { digest } of parts) taken.add(digest);
  const wanted = [...new Map(parts.map((part) => [part.digest, part])).values()];
  if (wanted.length === 0) return;
  const request = await readBytes(vault, { pack: pack.path, ...message });
  if (!('reason' in request)) {
    for await (const text of pool.read({ bytes: request.bytes, parts: wanted })) found(text);
    return;
  }
  const exception = { reason: 'unreadable' as const, detail: request.detail };
  for (const { digest } of wanted) found({ digest, format: 'unknown', text: '', exceptions: [exception] });
}
