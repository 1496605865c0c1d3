import { once } from 'node:events';
import { afterAll, expect, test, vi } from 'vitest';
import { administrator, Browser } from '../rig.ts';
import { holdTable } from './hold.ts';
import { serve } from './serve.ts';
import { untilPhase, uploadRig } from './upload-rig.ts';

vi.setConfig({ testTimeout: 90_000 });
afterAll(() => {
  vi.resetConfig();
});

async function signedIn(url: string): Promise<Browser> {
  const browser = new Browser(url);
  const { email, password } = administrator;
  await browser.post('/api/auth/sign-in/email', { email, password });
  return browser;
}

test('a server that is killed goes on with its collections when it is started again; paused ones rest', async () => {
  await using rig = await uploadRig({
    tenant: { scale: { people: 3, messages: 240 }, varyBytes: false, latency: { perRequestMs: 30 } },
    isServed: false,
  });
  await using first = await serve({ data: rig.dataFolder, databaseUrl: rig.databaseUrl });
  const path = `/api/v1/matters/${rig.matter}/collections`;
  const body = (mailboxes: readonly string[]) => ({
    connection: 'tiny',
    mailboxes: mailboxes.map((address) => ({ address })),
  });
  const before = await signedIn(first.url);
  const [one = '', two = '', three = ''] = rig.tenant.mailboxes;
  const hold = await holdTable(rig.databaseUrl, 'packs');
  const id = String((await before.post(path, body([one, two]))).body.id);
  const paused = String((await before.post(path, body([three]))).body.id);
  expect((await before.post(`/api/v1/collections/${paused}/pause`)).body).toMatchObject({ phase: 'paused' });
  await hold[Symbol.asyncDispose]();
  await vi.waitFor(
    async () => {
      const { counts } = (await before.get(`/api/v1/collections/${id}`)).body;
      expect(Number(counts?.listed)).toBeGreaterThan(0);
    },
    { timeout: 20_000, interval: 50 },
  );
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  await using second = await serve({ data: rig.dataFolder, databaseUrl: rig.databaseUrl });
  const after = await signedIn(second.url);
  const ready = await untilPhase(after, id, ['ready', 'failed']);
  expect(ready).toMatchObject({ phase: 'ready', mailboxes: { total: 2, done: 2 } });
  const { listed, kept, alreadyHeld } = ready.counts as unknown as Record<string, number>;
  expect(kept! + alreadyHeld!).toBe(listed);
  expect(listed).toBe(ready.expected);
  expect((await after.get(`/api/v1/collections/${paused}`)).body.phase).toBe('paused');
  await after.post(`/api/v1/collections/${paused}/resume`);
  await untilPhase(after, paused, ['ready']);
  const cancelled = await after.post(`/api/v1/collections/${paused}/cancel`);
  expect(cancelled).toMatchObject({ status: 409, body: { code: 'collection-order-refused' } });
});
