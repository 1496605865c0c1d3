import { hash } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { parseMessage } from '#formats';
import { extractTexts, processMatter } from '#processing';
import { indexMessages } from '#search';
import { keepMail } from '../src/processing/testing.ts';
import type { Finding } from './finding.ts';
import { realMail } from './real-mail.ts';
import { collect, openWorld, startTenant, type World } from './world.ts';

/** Parsing beside the best-known parser of Node, on the same messages in turns; and the whole of processing. */
export async function benchProcessing(messages: number): Promise<readonly Finding[]> {
  const real = await realMail();
  const bodies = real ?? (await simulatedMail());
  const kind = real === null ? 'simulated (no corpora beside the project)' : 'real';
  const [own, other] = await inTurns(bodies.slice(0, messages));
  const parsed = Math.min(messages, bodies.length);
  return [
    {
      what: `Parsing and hashing ${kind} messages in one thread: messages a second`,
      ratio: parsed / own,
      target: 'at least 1500',
      detail: `${String(parsed)} messages, ${megabytes(bodies.slice(0, messages))} MB, SHA-256 and the family hash included`,
    },
    {
      what: 'The same beside simpleParser',
      ratio: other / own,
      target: 'more than 1',
      detail: `simpleParser ${(parsed / other).toFixed(0)} messages a second`,
    },
    await wholeOfProcessing(bodies, kind),
  ];
}

async function wholeOfProcessing(bodies: readonly Buffer[], kind: string): Promise<Finding> {
  await using world = await openWorld();
  const { database, vault } = world;
  const { matter } = await keepMail(database, vault, { messages: bodies });
  const begun = performance.now();
  const { processed } = await processMatter({ database, vault, matter });
  const read = performance.now();
  await extractTexts({ database, vault, matter });
  const extracted = performance.now();
  await indexMessages({ database });
  const ended = performance.now();
  const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(1);
  return {
    what: `The whole of processing (parse, extract, index, first load) of ${kind} messages: messages a second`,
    ratio: processed / ((ended - begun) / 1000),
    target: 'at least 800',
    detail: `${String(processed)} messages, ${megabytes(bodies)} MB: parsed and entered in ${seconds(begun, read)} s, attached files read in ${seconds(read, extracted)} s, indexed in ${seconds(extracted, ended)} s; starting the processes included`,
  };
}

function megabytes(bodies: readonly Buffer[]): string {
  return (bodies.reduce((sum, body) => sum + body.byteLength, 0) / 1e6).toFixed(1);
}

async function simulatedMail(): Promise<readonly Buffer[]> {
  using tenant = await startTenant({ seed: 'lakeside', metering: { on: false } });
  await using world = await openWorld();
  await collect(world, { tenant });
  return await readBodies(world);
}

async function readBodies(world: World): Promise<readonly Buffer[]> {
  const places = await world.database.reader
    .selectFrom('blobs')
    .innerJoin('packs', 'packs.id', 'blobs.pack_id')
    .select(['packs.path as pack', 'blobs.digest', 'blobs.start', 'blobs.size'])
    .execute();
  const bodies: Buffer[] = [];
  for (const place of places) {
    const pieces: Uint8Array[] = [];
    for await (const piece of await world.vault.open(place as Parameters<typeof world.vault.open>[0]))
      pieces.push(piece);
    bodies.push(Buffer.concat(pieces));
  }
  return bodies;
}

/** Seconds of each for all messages once, the mean of three turns after a warm-up. */
async function inTurns(bodies: readonly Buffer[]): Promise<[own: number, other: number]> {
  let own = 0;
  let other = 0;
  for (let turn = 0; turn < 4; turn += 1) {
    const begun = performance.now();
    for (const body of bodies) {
      hash('sha256', body);
      parseMessage(body);
    }
    const between = performance.now();
    for (const body of bodies) await simpleParser(body, { skipImageLinks: true }).catch(() => null);
    const ended = performance.now();
    if (turn === 0) continue;
    own += (between - begun) / 3000;
    other += (ended - between) / 3000;
  }
  return [own, other];
}
