import { processMatter } from '#processing';
import { findMatter } from '#catalogue';
import { parseMessage } from '#formats';
import { simpleParser } from 'mailparser';
import type { Finding } from './finding.ts';
import { collect, openWorld, startTenant } from './world.ts';

/** Parsing beside the best-known parser of Node, on the same messages in turns; and the whole of processing. */
export async function benchProcessing(messages: number): Promise<readonly Finding[]> {
  using tenant = await startTenant({ seed: 'lakeside', metering: { on: false } });
  await using world = await openWorld();
  const mailboxes = tenant.ids.map((_, index) => index);
  await collect(world, tenant, mailboxes);
  const bodies = await readBodies(world, messages);
  const [own, other] = await inTurns(bodies);
  const matters = await world.database.reader.selectFrom('matters').select('name').execute();
  const matter = await findMatter(world.database.reader, matters[0]?.name ?? '');
  if (matter === null) throw new Error('no matter was collected');
  const begun = performance.now();
  const { processed } = await processMatter({ database: world.database, vault: world.vault, matter: matter.id });
  const seconds = (performance.now() - begun) / 1000;
  return [
    {
      what: `Parsing and hashing ${String(bodies.length)} messages in one thread, beside simpleParser`,
      ratio: other / own,
      target: 'more than 1',
      detail: `${(bodies.length / own).toFixed(0)} messages a second`,
    },
    {
      what: 'The whole of processing (vault, parsers, Postgres), messages a second on this machine',
      ratio: processed / seconds,
      target: 'at least 800',
      detail: `${String(processed)} messages in ${seconds.toFixed(1)} s, starting the parsers included`,
    },
  ];
}

async function readBodies(world: Awaited<ReturnType<typeof openWorld>>, limit: number): Promise<readonly Buffer[]> {
  const places = await world.database.reader
    .selectFrom('blobs')
    .innerJoin('packs', 'packs.id', 'blobs.pack_id')
    .select(['packs.path as pack', 'blobs.digest', 'blobs.start', 'blobs.size'])
    .limit(limit)
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

/** Seconds of each, summed over three turns after a warm-up. */
async function inTurns(bodies: readonly Buffer[]): Promise<[own: number, other: number]> {
  let own = 0;
  let other = 0;
  for (let turn = 0; turn < 4; turn += 1) {
    const begun = performance.now();
    for (const body of bodies) parseMessage(body);
    const between = performance.now();
    for (const body of bodies) await simpleParser(body, { skipImageLinks: true });
    const ended = performance.now();
    if (turn === 0) continue;
    own += (between - begun) / 3000;
    other += (ended - between) / 3000;
  }
  return [own, other];
}
