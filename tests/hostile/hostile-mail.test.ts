import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { extractTexts, processingCounts, processingExceptions, processMatter } from '#processing';
import { indexMessages } from '#search';
import { openDiskVault } from '#vault';
import { keepMail } from '../../src/processing/testing.ts';
import { testDatabase } from '../postgres.ts';
import { watchChildren } from './child-memory.ts';
import { hostileMail } from './hostile-mail.ts';

const limits = { time: 20_000, memory: 512 };
/** Mebibytes: the heap a parser may have, three times over, as the text processes are held to. */
const mostMemory = 3 * limits.memory;

it(
  'hostile mail goes through the whole of processing: no crash, no hang, bounded memory, originals unchanged',
  { timeout: 300_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chainmail-hostile-'));
    await using database = await testDatabase();
    const vault = await openDiskVault({ folder });
    const hostile = hostileMail();
    const { matter, collection, digests } = await keepMail(database, vault, {
      messages: hostile.map(({ bytes }) => bytes),
    });
    await using memory = watchChildren();
    const parsed = await processMatter({ database, vault, matter, limits, parsers: 2 });
    const parserPeak = memory.peak();
    const texts = await extractTexts({ database, vault, matter, limits, readers: 2 });
    const index = await indexMessages({ database });
    process.stderr.write(
      `hostile mail: ${String(parsed.processed)} messages, ${String(texts.files)} files; most memory of a parser ${String(parserPeak)} MiB, of all ${String(memory.peak())} MiB\n`,
    );
    expect(memory.peak() ?? 0).toBeLessThan(mostMemory);
    expect(parsed).toMatchObject({ processed: new Set(digests).size, stopped: false });
    expect(await processingCounts(database.reader, collection)).toMatchObject({ items: hostile.length, waiting: 0 });

    const found = await processingExceptions(database.reader, collection, 10_000);
    const reasonsOf = (digest: string): string[] =>
      found.filter((one) => one.digest === digest).map(({ reason }) => reason);
    for (const [at, { name, reasons, bytes }] of hostile.entries()) {
      const digest = digests[at] ?? '';
      const got = reasonsOf(digest);
      expect([name, got]).toEqual([name, expect.arrayContaining([...reasons])]);
      // Limits of the parser's own are met before a process has to be ended.
      expect([name, got.filter((reason) => ['crashed', 'unreadable', 'altered'].includes(reason))]).toEqual([name, []]);
      const { rows } = await database.pool.query<{ path: string; start: string; size: string }>(
        'select p.path, b.start, b.size from blobs b join packs p on p.id = b.pack_id where b.digest = $1',
        [digest],
      );
      const place = { pack: rows[0]?.path ?? '', digest, start: Number(rows[0]?.start), size: Number(rows[0]?.size) };
      const kept = Buffer.concat(await Array.fromAsync(await vault.open(place as never)));
      expect([name, createHash('sha256').update(kept).digest('hex')]).toEqual([
        name,
        createHash('sha256').update(bytes).digest('hex'),
      ]);
    }
    expect(found.filter(({ reason }) => reason === 'time-limit')).toEqual([]);
    expect(index.stopped).toBe(false);
    expect(index.indexed).toBe(index.total);
    expect(index.indexed).toBeGreaterThan(50);
    await rm(folder, { recursive: true });
  },
);
