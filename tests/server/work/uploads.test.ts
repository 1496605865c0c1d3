import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { holdTable } from './hold.ts';
import { untilPhase, untilSettled, uploadRig, type UploadRig } from './upload-rig.ts';

vi.setConfig({ testTimeout: 60_000 });
afterAll(() => {
  vi.resetConfig();
});

let rig: UploadRig;
beforeAll(async () => {
  rig = await uploadRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

test('a cloud upload goes from start to ready, with receipt, reconciliation and log', async () => {
  const [ada = '', ben = ''] = rig.tenant.mailboxes;
  const id = await rig.upload([ada, ben]);
  const ready = await rig.until(id, 'ready', 'failed');
  expect(ready).toMatchObject({ phase: 'ready', mailboxes: { total: 2, done: 2, failed: 0 } });
  expect(Number(ready.counts?.kept)).toBeGreaterThan(0);
  const receipt = await rig.manager.get(`/api/v1/collections/${id}/receipt`);
  expect(receipt.body.summary).toContain('Smith v. Acme');
  const verified = await rig.manager.post(`/api/v1/collections/${id}/receipt/verify`);
  expect(verified.body).toMatchObject({ passed: true });
  expect(verified.text).toContain('packs');
  const folders = await rig.manager.get(`/api/v1/collections/${id}/folders?limit=1`);
  expect(folders.body).toMatchObject({ items: [{ address: ada, state: 'done' }], next: expect.any(String) as string });
  const more = await rig.manager.get(`/api/v1/collections/${id}/folders?limit=1&cursor=${folders.body.next!}`);
  expect(more.body).toMatchObject({ items: [{ address: ben }], next: null });
  const log = await rig.manager.get(`/api/v1/collections/${id}/log?limit=2`);
  expect(log.body).toMatchObject({ items: [{ event: 'finished' }, {}], next: expect.any(String) as string });
  const why = await rig.manager.get(`/api/v1/collections/${id}/why?mailbox=${ada}&date=2031-01-01`);
  expect(why.body.answers?.[0 as never]).toMatchObject({ collection: id });
});

test('the same start sent twice with one key begins one collection', async () => {
  const [ada = ''] = rig.tenant.mailboxes;
  const path = `/api/v1/matters/${rig.matter}/collections`;
  const body = { connection: 'tiny', mailboxes: [{ address: ada }] };
  const key = { 'idempotency-key': 'only-once' };
  const first = await rig.manager.post(path, body, key);
  const second = await rig.manager.post(path, body, key);
  expect(second.body).toEqual(first.body);
  const other = await rig.manager.post(path, { ...body, drafts: false }, key);
  expect(other).toMatchObject({ status: 409, body: { code: 'idempotency-key-used' } });
  await rig.until(String(first.body.id), 'ready');
});

test('what is to be processed later rests unread until somebody says so', async () => {
  const [, , cara = ''] = rig.tenant.mailboxes;
  const id = await rig.upload([cara], { processing: 'later' });
  const preserved = await rig.until(id, 'preserved', 'failed');
  expect(preserved.receipt).toBeNull();
  await rig.manager.post(`/api/v1/collections/${id}/start-processing`);
  expect(await rig.until(id, 'ready', 'failed')).toMatchObject({ phase: 'ready' });
});

test('a collection waits for access, and starts by itself when every mailbox can be read', async () => {
  const [ada = ''] = rig.tenant.mailboxes;
  const answer = {
    error: { code: 'ErrorAccessDenied', message: 'Access is denied. Check credentials and try again.' },
  };
  rig.tenant.setFaults([
    { name: 'denied', match: { path: '/mailFolders' }, action: { kind: 'answer', status: 403, body: answer } },
  ]);
  const id = await rig.upload([ada], { waitForAccess: true });
  const waiting = await rig.until(id, 'waiting-for-access', 'failed');
  expect(waiting.waiting?.missing).toMatchObject([{ address: ada }]);
  const pack = await rig.manager.get(`/api/v1/collections/${id}/fix-pack`);
  expect(pack.body).toMatchObject({ mailboxes: [ada], grant: expect.stringContaining(ada) as unknown });
  rig.tenant.setFaults([]);
  expect(await rig.until(id, 'ready', 'failed')).toMatchObject({ phase: 'ready' });
  expect(await rig.manager.get(`/api/v1/collections/${id}/fix-pack`)).toMatchObject({
    status: 409,
    body: { code: 'collection-not-waiting' },
  });
});

test('an item that failed is tried again, and the new receipt names the one before', async () => {
  const [, ben = ''] = rig.tenant.mailboxes;
  const matter = String((await rig.manager.post('/api/v1/matters', { name: 'Retry' })).body.id);
  rig.tenant.setFaults([{ name: 'poison', match: { path: '/\\$value' }, nth: 2, action: { kind: 'corrupt-item' } }]);
  const body = { connection: 'tiny', mailboxes: [{ address: ben }] };
  const id = String((await rig.manager.post(`/api/v1/matters/${matter}/collections`, body)).body.id);
  const first = await rig.until(id, 'ready', 'failed');
  expect(first.counts).toMatchObject({ failed: 1 });
  const exceptions = await rig.manager.get(`/api/v1/collections/${id}/exceptions`);
  expect(exceptions.body.items?.[0 as never]).toMatchObject({ kind: 'item', mailbox: ben });
  rig.tenant.setFaults([]);
  await rig.manager.post(`/api/v1/collections/${id}/retry-failed`);
  await vi.waitFor(
    async () => {
      const now = (await rig.manager.get(`/api/v1/collections/${id}`)).body;
      expect(now).toMatchObject({ phase: 'ready', counts: { failed: 0 } });
      expect(now.receipt).not.toBe(first.receipt);
    },
    { timeout: 30_000, interval: 200 },
  );
  const receipt = await rig.manager.get(`/api/v1/collections/${id}/receipt`);
  expect(receipt.body.earlier?.[0 as never]).toMatchObject({ id: first.receipt });
});

test('a preflight tells of each mailbox what can be read and how much there is', async () => {
  const [ada = '', ben = ''] = rig.tenant.mailboxes;
  const body = { connection: 'tiny', mailboxes: [{ address: ada }, { address: ben }] };
  const answer = await rig.manager.post(`/api/v1/matters/${rig.matter}/preflights`, body);
  const events = answer.text.split('\n').filter((line) => line.startsWith('event:'));
  expect(events).toEqual(['event: connection', 'event: mailbox', 'event: mailbox', 'event: end']);
  const end = JSON.parse(
    answer.text
      .split('\n')
      .findLast((line) => line.startsWith('data:'))!
      .slice(5),
  ) as object;
  expect(end).toMatchObject({ mailboxes: 2, missing: 0, fixPack: null, total: expect.any(Number) as number });
  const denied = {
    error: { code: 'ErrorAccessDenied', message: 'Access is denied. Check credentials and try again.' },
  };
  rig.tenant.setFaults([
    { name: 'denied', match: { path: '/mailFolders' }, action: { kind: 'answer', status: 403, body: denied } },
  ]);
  const walled = await rig.manager.post(`/api/v1/matters/${rig.matter}/preflights`, body);
  rig.tenant.setFaults([]);
  expect(walled.text).toContain('"missing":2');
  expect(walled.text).toContain(`"mailboxes":${JSON.stringify([ada, ben])}`);
  const narrow = { ...body, window: { from: '2031-01-01', to: '2031-01-02' } };
  expect((await rig.manager.post(`/api/v1/matters/${rig.matter}/preflights`, narrow)).text).toContain(
    'nothing in the folders that are looked at was received in this window',
  );
});

test('an uploader follows their own collections alone, takes custodians that are there, and sees no message', async () => {
  const [ada = ''] = rig.tenant.mailboxes;
  const id = await rig.upload([ada]);
  const ursula = await rig.member('Ursula', 'uploader');
  expect((await ursula.get(`/api/v1/collections/${id}`)).status).toBe(404);
  expect((await ursula.get('/api/v1/collections')).body.items).toEqual([]);
  expect((await ursula.get(`/api/v1/matters/${rig.matter}/search?q=lease`)).status).toBe(403);
  const path = `/api/v1/matters/${rig.matter}/collections`;
  const unknown = { connection: 'tiny', mailboxes: [{ address: ada, custodian: 'Nobody Known' }] };
  expect(await ursula.post(path, unknown)).toMatchObject({ status: 403, body: { code: 'custodian-not-there' } });
  const own = await ursula.post(path, { connection: 'tiny', mailboxes: [{ address: ada }] });
  expect(own.status).toBe(201);
  expect((await ursula.get('/api/v1/collections')).body).toMatchObject({ items: [{ id: own.body.id }] });
  await untilPhase(ursula, String(own.body.id), ['ready']);
  await rig.until(id, 'ready');
});

test('somebody who is in no matter learns nothing of its collections, whether they are there or not', async () => {
  const [ada = ''] = rig.tenant.mailboxes;
  const id = await rig.upload([ada]);
  const stranger = await rig.member('Sven', 'reviewer');
  const { id: person } = (await stranger.get('/api/v1/me')).body.person as unknown as { id: string };
  await rig.manager.ask('DELETE', `/api/v1/matters/${rig.matter}/members/${person}`);
  for (const path of [id, '01900000-0000-7000-8000-000000000000']) {
    const answers = await Promise.all(
      ['', '/events', '/folders', '/exceptions', '/receipt', '/log'].map((more) =>
        stranger.get(`/api/v1/collections/${path}${more}`),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
  }
  await rig.until(id, 'ready');
});

test('the custody of a message tells who collected it', async () => {
  const [ada = ''] = rig.tenant.mailboxes;
  const id = await rig.upload([ada]);
  await rig.until(id, 'ready');
  const at = `/api/v1/matters/${rig.matter}`;
  const [found] = (await rig.manager.get(`${at}/search?q=*&limit=1`)).body.items as unknown as { id: string }[];
  const { email } = (await rig.manager.get('/api/v1/me')).body.person as unknown as { email: string };
  expect((await rig.manager.get(`${at}/messages/${found!.id}/custody`)).body).toMatchObject({
    collectedBy: `person:${email}`,
  });
});

test('whoever follows collections gets all of them first, and then each as it goes on', async () => {
  const [ada = ''] = rig.tenant.mailboxes;
  const cookie = [...rig.manager.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const gone = new AbortController();
  const events = await fetch(new URL('/api/v1/collections/events', rig.url), {
    headers: { cookie },
    signal: gone.signal,
  });
  expect(events.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  let id = '';
  for await (const piece of events.body!.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (id === '' && text.includes('event: snapshot')) id = await rig.upload([ada]);
    const told = text.split('\n\n').filter((one) => one.includes('event: collection') && one.includes(id));
    if (id !== '' && told.some((one) => one.includes('"phase":"ready"'))) break;
  }
  expect(text.indexOf('event: snapshot')).toBeLessThan(text.indexOf('event: collection'));
  gone.abort();
});

test('a cancelled collection stops, keeps what it has, and is not begun again', async () => {
  const [, , , dana = ''] = rig.tenant.mailboxes;
  const matter = String((await rig.manager.post('/api/v1/matters', { name: 'Cancelled' })).body.id);
  const body = { connection: 'tiny', mailboxes: [{ address: dana }] };
  await using hold = await holdTable(rig.databaseUrl, 'packs');
  const id = String((await rig.manager.post(`/api/v1/matters/${matter}/collections`, body)).body.id);
  await rig.until(id, 'transferring');
  await hold.untilWaiting(1);
  const cancelled = await rig.manager.post(`/api/v1/collections/${id}/cancel`);
  await hold[Symbol.asyncDispose]();
  expect(cancelled.body).toMatchObject({ phase: 'cancelled' });
  await untilSettled(rig, id);
  expect((await rig.manager.get(`/api/v1/collections/${id}`)).body).toMatchObject({ status: 'stopped', receipt: null });
  const again = await rig.manager.post(`/api/v1/collections/${id}/resume`);
  expect(again).toMatchObject({ status: 409, body: { code: 'collection-order-refused' } });
});

test('nobody goes on with a collection that reads with the sign-in of another person', async () => {
  const [ada = ''] = rig.tenant.mailboxes;
  const id = await rig.upload([ada]);
  await rig.until(id, 'ready');
  const client = new pg.Client({ connectionString: rig.databaseUrl });
  await client.connect();
  try {
    await client.query(`update connections set owner = 'another person' where name = 'tiny'`);
    for (const act of ['resume', 'retry-failed']) {
      const refused = await rig.manager.post(`/api/v1/collections/${id}/${act}`);
      expect([refused.status, refused.body.code]).toEqual([403, 'connection-of-another']);
    }
  } finally {
    await client.query(`update connections set owner = null where name = 'tiny'`);
    await client.end();
  }
});
