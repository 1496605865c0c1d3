import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test, vi } from 'vitest';
import { administrator, Browser } from '../rig.ts';
import { holdTable } from './hold.ts';
import { untilPhase, uploadRig } from './upload-rig.ts';

vi.setConfig({ testTimeout: 90_000 });
afterAll(() => {
  vi.resetConfig();
});

const launcher = fileURLToPath(new URL('../../../apps/cli/chainmail.mjs', import.meta.url));

interface Served {
  readonly child: ChildProcess;
  readonly url: string;
}

async function serve(data: string, databaseUrl: string): Promise<Served> {
  const env = { ...process.env, CHAINMAIL_DATABASE_URL: databaseUrl };
  const child = spawn(process.execPath, [launcher, 'serve', '--port', '0', '--data', data, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const piece of child.stdout as AsyncIterable<Buffer>) {
    text += piece.toString();
    if (text.includes('\n')) break;
  }
  const { url } = JSON.parse(text.split('\n')[0]!) as { url: string };
  return { child, url };
}

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
  const first = await serve(rig.dataFolder, rig.databaseUrl);
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
  const second = await serve(rig.dataFolder, rig.databaseUrl);
  try {
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
  } finally {
    second.child.kill('SIGTERM');
    await once(second.child, 'exit');
  }
});
