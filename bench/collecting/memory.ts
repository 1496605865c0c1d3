import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SimulatedTenantOptions } from 'simulated-tenant';
import type { Finding } from '../finding.ts';
import { openWorld, startTenant } from '../world.ts';
import type { CollectingOutcome, CollectingTask } from './collecting-process.ts';

const MiB = 1024 * 1024;

/** Peak memory of a collector process: of a mailbox beside one ten times as large, and with one very large message. */
export async function benchMemory(messages: number): Promise<readonly Finding[]> {
  const small = await peakOf(ofSize(messages));
  const large = await peakOf(ofSize(messages * 10));
  const [without, withLarge] = await besideLargeMessage(150 * MiB);
  return [
    {
      what: `Peak memory of collecting ${String(messages * 10)} messages beside ${String(messages)}`,
      ratio: large.peakMiB / small.peakMiB,
      target: 'at most 1.2',
      detail: `${inMiB(large.peakMiB)} beside ${inMiB(small.peakMiB)}, resident at once`,
    },
    {
      what: 'MiB that a message of 150 MB adds to the peak',
      ratio: withLarge.peakMiB - without.peakMiB,
      target: 'at most 64',
      detail: `${inMiB(withLarge.peakMiB)} beside ${inMiB(without.peakMiB)} without it, among 2,000 small ones`,
    },
  ];
}

function ofSize(messages: number): SimulatedTenantOptions {
  return { scale: { people: 1, messages, averageBytes: 10_000 }, metering: { on: false } };
}

/** Collects the first mailbox of a tenant in a fresh process. */
async function peakOf(options: SimulatedTenantOptions): Promise<CollectingOutcome> {
  using tenant = await startTenant(options);
  await using world = await openWorld();
  const { counts: _, ...address } = tenant;
  const task: CollectingTask = {
    databaseUrl: world.database.url,
    vaultFolder: join(world.folder, 'vault'),
    tenant: address,
  };
  const program = fileURLToPath(new URL('./collecting-process.ts', import.meta.url));
  const child = fork(program, [JSON.stringify(task)]);
  const [outcome] = (await Promise.race([once(child, 'message'), failed(child)])) as [CollectingOutcome];
  await once(child, 'exit');
  return outcome;
}

async function failed(child: ReturnType<typeof fork>): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`the collector process ended with ${String(code)}`);
}

async function besideLargeMessage(bytes: number): Promise<readonly [CollectingOutcome, CollectingOutcome]> {
  const mail = await mkdtemp(join(tmpdir(), 'chainmail-bench-mail-'));
  try {
    const inbox = join(mail, 'ana@example.com', 'Inbox');
    await mkdir(inbox, { recursive: true });
    for (let number = 0; number < 2000; number += 1)
      await writeFile(join(inbox, `${String(number)}.eml`), smallMessage(number));
    const without = await peakOf({ mail, metering: { on: false } });
    await writeLargeMessage(join(inbox, 'large.eml'), bytes);
    const withLarge = await peakOf({ mail, metering: { on: false } });
    if (withLarge.kept !== without.kept + 1) throw new Error('the large message was not kept');
    return [without, withLarge];
  } finally {
    await rm(mail, { recursive: true, force: true });
  }
}

function head(subject: string, number: number): string {
  const date = new Date(Date.UTC(2026, 0, 5, 9, 0, number)).toUTCString().replace('GMT', '+0000');
  return `From: ana@example.com\r\nTo: ben@example.com\r\nSubject: ${subject}\r\nDate: ${date}\r\nMessage-ID: <${String(number)}@bench.example>\r\n`;
}

function smallMessage(number: number): string {
  return `${head(`Small ${String(number)}`, number)}\r\n${'The vessel was released this morning.\r\n'.repeat(200)}`;
}

async function writeLargeMessage(path: string, bytes: number): Promise<void> {
  await using file = await open(path, 'w');
  await file.write(
    `${head('Large', 5000)}MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n`,
  );
  const lines = Buffer.from(`${'QUJD'.repeat(19)}\r\n`.repeat(13_000));
  for (let written = 0; written < bytes; written += lines.byteLength) await file.write(lines);
}

function inMiB(amount: number): string {
  return `${amount.toFixed(0)} MiB`;
}
