import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase, systemClock } from '#platform';
import type { CollectionId } from '#evidence';
import { takeUp } from '../../../apps/workbench/collections/take-up.ts';
import type { Answer } from '../rig.ts';
import { holdTable } from './hold.ts';
import { untilSettled, uploadRig, type UploadRig } from './upload-rig.ts';

vi.setConfig({ testTimeout: 60_000 });
afterAll(() => {
  vi.resetConfig();
});

const launcher = fileURLToPath(new URL('../../../apps/cli/chainmail.mjs', import.meta.url));

// Whoever works on a collection here looks at what is asked of it at its very end, and no earlier.
let rig: UploadRig;
beforeAll(async () => {
  rig = await uploadRig({ pace: { wishPollMs: 3_600_000 } });
});
afterAll(() => rig[Symbol.asyncDispose]());

async function begin(matterName: string): Promise<string> {
  const [ada = ''] = rig.tenant.mailboxes;
  const matter = String((await rig.manager.post('/api/v1/matters', { name: matterName })).body.id);
  const body = { connection: 'tiny', mailboxes: [{ address: ada }] };
  return String((await rig.manager.post(`/api/v1/matters/${matter}/collections`, body)).body.id);
}

/** Asks for something while the first pack is about to be opened; from there on everything goes its way. */
async function askInMidTransfer(matterName: string, act: 'cancel' | 'pause'): Promise<{ id: string; answer: Answer }> {
  await using hold = await holdTable(rig.databaseUrl, 'packs');
  const id = await begin(matterName);
  await rig.until(id, 'transferring');
  await hold.untilWaiting(1);
  return { id, answer: await rig.manager.post(`/api/v1/collections/${id}/${act}`) };
}

async function untilStopped(id: string): Promise<void> {
  await vi.waitFor(
    async () => {
      expect((await rig.manager.get(`/api/v1/collections/${id}`)).body.status).toBe('stopped');
    },
    { timeout: 30_000, interval: 100 },
  );
}

test('a cancelled collection ends stopped and without a receipt, even when everything was transferred', async () => {
  const { id, answer } = await askInMidTransfer('Cancelled late', 'cancel');
  expect(answer).toMatchObject({ status: 200, body: { phase: 'cancelled' } });
  await untilSettled(rig, id);
  const now = (await rig.manager.get(`/api/v1/collections/${id}`)).body;
  expect(now).toMatchObject({ phase: 'cancelled', status: 'stopped', receipt: null, endedAt: null });
  expect(Number(now.counts?.kept)).toBe(Number(now.counts?.listed));
  await using database = await openDatabase({ url: rig.databaseUrl, size: 1 });
  const byHand = takeUp({ database, clock: systemClock, actor: 'person:op' }, id as CollectionId);
  await expect(byHand).rejects.toMatchObject({ kind: 'conflict', code: 'collection-cancelled' });
});

test('a paused collection has no receipt before it is resumed, even when everything was transferred', async () => {
  const { id, answer } = await askInMidTransfer('Paused late', 'pause');
  expect(answer).toMatchObject({ status: 200, body: { phase: 'paused' } });
  await untilStopped(id);
  const paused = (await rig.manager.get(`/api/v1/collections/${id}`)).body;
  expect(paused).toMatchObject({ phase: 'paused', receipt: null });
  expect((await rig.manager.post(`/api/v1/collections/${id}/resume`)).status).toBe(200);
  await rig.until(id, 'ready', 'failed');
  const receipt = await rig.manager.get(`/api/v1/collections/${id}/receipt`);
  expect(receipt.body).toMatchObject({ earlier: [] });
});

test.each(['cancel', 'pause'] as const)('%s that comes while the receipt is issued is refused', async (act) => {
  await using hold = await holdTable(rig.databaseUrl, 'receipts');
  const id = await begin(`Too late to ${act}`);
  await hold.untilWaiting(1);
  const asked = rig.manager.post(`/api/v1/collections/${id}/${act}`);
  await hold.untilWaiting(2);
  await hold[Symbol.asyncDispose]();
  expect(await asked).toMatchObject({ status: 409, body: { code: 'collection-order-refused' } });
  expect((await asked).text).toContain('It is complete');
  const ready = await rig.until(id, 'ready');
  expect(ready).toMatchObject({ status: 'completed', receipt: expect.any(String) as string });
});

test('what the command line collects can be cancelled in the browser: it stops there and is not resumed', async () => {
  const [, ben = ''] = rig.tenant.mailboxes;
  const command = (...args: readonly string[]) => {
    const env = { ...process.env, CHAINMAIL_DATABASE_URL: rig.databaseUrl };
    const child = spawn(process.execPath, [launcher, ...args, '--data', rig.dataFolder], { env, stdio: 'pipe' });
    let said = '';
    child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
    return once(child, 'close').then(([code]) => ({ code: code as number, said }));
  };
  const hold = await holdTable(rig.databaseUrl, 'packs');
  const collecting = command('collect', '--connection', 'tiny', '--matter', 'Smith v. Acme', '--mailbox', ben);
  await hold.untilWaiting(1);
  const [newest] = (await rig.manager.get('/api/v1/collections?limit=1')).body.items as unknown as { id: string }[];
  const cancelled = await rig.manager.post(`/api/v1/collections/${newest!.id}/cancel`);
  expect(cancelled.body).toMatchObject({ phase: 'cancelled' });
  await hold[Symbol.asyncDispose]();
  const { code, said } = await collecting;
  expect(code).toBe(1);
  expect(said).toContain('It was cancelled by person:');
  expect(said).not.toContain('collection resume');
  const resumed = await command('collection', 'resume', newest!.id);
  expect(resumed.code).toBe(1);
  expect(resumed.said).toContain('was cancelled by person:');
  const now = (await rig.manager.get(`/api/v1/collections/${newest!.id}`)).body;
  expect(now).toMatchObject({ phase: 'cancelled', status: 'stopped', receipt: null });
});
