import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { immutable, signedIn, type Client } from '../../tests/signed-in.ts';
import type { Mailbox } from '../model/contract.ts';
import { startSimulatedTenant, type SimulatedTenant } from '../start.ts';
import { FaultPlanError, parseFaultPlan } from './parse-plan.ts';
import type { Fault, FaultAction } from './plan.ts';

let simulated: SimulatedTenant;
let client: Client;
let mailbox: Mailbox;
let mail: string;
beforeAll(async () => {
  simulated = await startSimulatedTenant({ seed: 'tiny' });
  client = await signedIn(simulated);
  mail = `/v1.0/users/${simulated.mailboxes[0]!}`;
  mailbox = simulated.tenant.mailbox(simulated.tenant.person(simulated.mailboxes[0]!)!.id)!;
});
afterAll(() => simulated.stop());

/** Plans one fault on the listing of the inbox, once. */
function plan(action: FaultAction, more: Partial<Fault> = {}): void {
  simulated.setFaults([{ match: { path: '/mailFolders/inbox/messages' }, times: 1, ...more, action }]);
}
const list = (query = '?$top=5') => client.get(`${mail}/mailFolders/inbox/messages${query}`, immutable);
const ids = async (query?: string): Promise<string[]> => (await list(query)).json.value.map(({ id }) => id);
const raw = (path: string) =>
  fetch(`${simulated.url}${path}`, { headers: { Authorization: `Bearer ${client.token}` } });

describe('answers in place of the true one', () => {
  test('any status, headers and body', async () => {
    plan({ kind: 'answer', status: 418, headers: { 'X-Odd': 'yes' }, body: { odd: true } });
    const reply = await list();
    expect([reply.status, reply.headers.get('x-odd'), reply.json]).toEqual([418, 'yes', { odd: true }]);
    expect((await list()).status).toBe(200);
  });
  test('an empty 503', async () => {
    plan({ kind: 'unavailable', retryAfter: 7 });
    const reply = await list();
    expect([reply.status, reply.text, reply.headers.get('retry-after')]).toEqual([503, '', '7']);
  });
  test('a 502 of a gateway', async () => {
    plan({ kind: 'bad-gateway' });
    const reply = await list();
    expect(reply.status).toBe(502);
    expect(reply.headers.get('content-type')).toBe('text/html');
    expect(reply.text).toContain('<html>');
  });
  test('a 504 UnknownError with an empty message', async () => {
    plan({ kind: 'gateway-timeout' });
    expect((await list()).json.error).toMatchObject({ code: 'UnknownError', message: '' });
  });
  test('a 429 with and without Retry-After, also as a date', async () => {
    plan({ kind: 'throttle' });
    const bare = await list();
    expect([bare.status, bare.headers.get('retry-after'), bare.json.error.code]).toEqual([
      429,
      null,
      'ApplicationThrottled',
    ]);
    plan({ kind: 'throttle', retryAfter: 'Fri, 20 Nov 2026 09:00:10 GMT' });
    expect((await list()).headers.get('retry-after')).toBe('Fri, 20 Nov 2026 09:00:10 GMT');
  });
  test('an expired token', async () => {
    plan({ kind: 'expire-token' });
    const reply = await list();
    expect([reply.status, reply.json.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
    expect(reply.headers.get('www-authenticate')).toContain('Bearer');
  });
  test('an expired delta token: bare, with Location, and in other spellings', async () => {
    plan({ kind: 'expire-delta' });
    const bare = await list('/delta');
    expect([bare.status, bare.json.error.code, bare.headers.get('location')]).toEqual([410, 'SyncStateNotFound', null]);
    plan({ kind: 'expire-delta', location: true, status: 400, code: 'resyncRequired' });
    const other = await list('/delta');
    expect([other.status, other.json.error.code]).toEqual([400, 'resyncRequired']);
    expect(other.headers.get('location')).toMatch(/\$deltatoken=$/);
  });
  test('one corrupt item, for ever', async () => {
    const [bad, good] = await ids();
    simulated.setFaults([{ match: { path: '/messages/[^/]+/\\$value' }, nth: 1, action: { kind: 'corrupt-item' } }]);
    const value = (id: string) => client.get(`${mail}/messages/${encodeURIComponent(id)}/$value`, immutable);
    for (const [id, status] of [
      [bad, 500],
      [good, 200],
      [bad, 500],
      [bad, 500],
    ] as const)
      expect((await value(id!)).status).toBe(status);
    expect((await value(bad!)).json.error.code).toBe('ErrorCorruptData');
  });
  test('one corrupt item, for two requests of it', async () => {
    const [bad, good] = await ids();
    const action = { kind: 'corrupt-item', requests: 2 } as const;
    simulated.setFaults([{ match: { path: '/messages/[^/]+/\\$value' }, nth: 1, action }]);
    const statuses: number[] = [];
    for (const id of [bad, good, bad, bad])
      statuses.push((await client.get(`${mail}/messages/${encodeURIComponent(id!)}/$value`, immutable)).status);
    expect(statuses).toEqual([500, 200, 500, 200]);
  });
});

describe('spoilt on the way', () => {
  test('reset in mid-body, after so many bytes', async () => {
    plan({ kind: 'reset', afterBytes: 100 });
    const response = await raw(`${mail}/mailFolders/inbox/messages`);
    expect(response.status).toBe(200);
    let read = 0;
    await expect(async () => {
      for await (const chunk of response.body!) read += (chunk as Uint8Array).length;
    }).rejects.toThrow();
    expect(read).toBe(100);
  });
  test('hung up before any answer', async () => {
    plan({ kind: 'hang-up' });
    await expect(list()).rejects.toThrow();
    expect(simulated.log.entries().at(-1)).toMatchObject({ status: 0, faults: ['hang-up #1'] });
  });
  test('truncated JSON under a true length', async () => {
    plan({ kind: 'truncate' });
    const response = await raw(`${mail}/mailFolders/inbox/messages`);
    const text = await response.text();
    expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  });
  test('a length that is too long, and one that is too short', async () => {
    plan({ kind: 'wrong-length', by: 50 });
    await expect(list()).rejects.toThrow();
    plan({ kind: 'wrong-length', by: -50 });
    const text = await (await raw(`${mail}/mailFolders/inbox/messages`)).text();
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  });
  test('a slow body, a stall, and a late answer', async () => {
    const length = (await list('?$top=1&$select=id')).text.length;
    const timed = async (action: FaultAction): Promise<number> => {
      plan(action);
      const start = performance.now();
      expect((await list('?$top=1&$select=id')).text).toHaveLength(length);
      return performance.now() - start;
    };
    expect(await timed({ kind: 'slow', bytesPerSecond: length * 4 })).toBeGreaterThan(150);
    expect(await timed({ kind: 'stall', afterBytes: 20, milliseconds: 200 })).toBeGreaterThan(190);
    expect(await timed({ kind: 'delay', milliseconds: 150 })).toBeGreaterThan(140);
  });
  test('MIME can be cut too', async () => {
    const [id] = await ids();
    simulated.setFaults([{ match: { path: '/\\$value' }, action: { kind: 'reset', afterBytes: 200 } }]);
    const response = await raw(`${mail}/messages/${encodeURIComponent(id!)}/$value`);
    await expect(response.text()).rejects.toThrow();
  });
});

describe('pages', () => {
  test('a duplicate', async () => {
    plan({ kind: 'duplicate' });
    const page = await ids();
    expect(page).toHaveLength(6);
    expect(page[5]).toBe(page[4]);
  });
  test('an empty page whose nextLink leads on to the true one', async () => {
    plan({ kind: 'empty-page' });
    const empty = await list();
    expect(empty.json.value).toEqual([]);
    expect((await client.get(empty.json['@odata.nextLink']!)).json.value).toHaveLength(5);
  });
  test('smaller pages than asked', async () => {
    plan({ kind: 'smaller-page', size: 2 });
    const page = await list();
    expect(page.json.value).toHaveLength(2);
    expect(page.json).toHaveProperty('@odata.nextLink');
  });
});

describe('the mailbox changes under the reader', () => {
  test('a message is gone between list and fetch', async () => {
    const { id } = mailbox.deliver({ folder: 'inbox', subject: 'Doomed', text: 'x', to: [] });
    simulated.setFaults([{ match: { path: '/\\$value' }, action: { kind: 'vanish' } }]);
    const reply = await client.get(`${mail}/messages/${encodeURIComponent(id)}/$value`, immutable);
    expect([reply.status, reply.json.error.code]).toEqual([404, 'ErrorItemNotFound']);
  });
  test('a message moves away while the folder is walked', async () => {
    const [newest, second] = await ids();
    plan({ kind: 'move', to: 'archive' });
    expect((await ids())[0]).toBe(second);
    expect(mailbox.message(newest!)?.parentFolderId).toBe(mailbox.folder('archive')!.id);
  });
  test('a message is touched, a message arrives, the clock jumps', async () => {
    const [first] = await ids();
    const { changeKey } = mailbox.message(first!)!;
    plan({ kind: 'touch' });
    await list();
    expect(mailbox.message(first!)!.changeKey).not.toBe(changeKey);
    plan({ kind: 'deliver', subject: 'Surprise' });
    expect((await list()).json.value.map(({ subject }) => subject)).toContain('Surprise');
    const before = simulated.tenant.clock.now();
    plan({ kind: 'clock-jump', milliseconds: 60_000 });
    await list();
    expect(simulated.tenant.clock.now()).toBeGreaterThanOrEqual(before + 60_000);
  });
});

describe('what a change to the mailbox did', () => {
  const effects = async (action: FaultAction): Promise<readonly number[]> => {
    plan(action, { times: 2 });
    await list();
    await list();
    return simulated.faultReport().flatMap((report) => [report.hits, report.effects]);
  };
  test('what finds nothing to change is hit without effect', async () => {
    const nobody = { folder: 'inbox', position: 100_000 };
    expect(await effects({ kind: 'vanish', target: nobody })).toEqual([2, 0]);
    expect(await effects({ kind: 'touch', target: nobody })).toEqual([2, 0]);
    expect(await effects({ kind: 'move', to: 'inbox' })).toEqual([2, 0]);
    expect(await effects({ kind: 'deliver', mailbox: 'nobody@nowhere.example' })).toEqual([2, 0]);
    mailbox.createFolder({ displayName: 'Doomed once' });
    expect(await effects({ kind: 'delete-folder', folder: 'Doomed once' })).toEqual([2, 1]);
  });
  test('what changes something has an effect each time', async () => {
    for (let turn = 0; turn < 4; turn += 1) mailbox.deliver({ folder: 'inbox', subject: 'Doomed', text: 'x', to: [] });
    expect(await effects({ kind: 'vanish' })).toEqual([2, 2]);
    expect(await effects({ kind: 'touch' })).toEqual([2, 2]);
    expect(await effects({ kind: 'move', to: 'archive' })).toEqual([2, 2]);
    expect(await effects({ kind: 'deliver' })).toEqual([2, 2]);
  });
});

describe('when a fault strikes', () => {
  const statuses = async (count: number): Promise<number[]> => {
    const found: number[] = [];
    for (let turn = 0; turn < count; turn += 1) found.push((await list()).status);
    return found;
  };
  const match = { path: '/mailFolders/inbox/messages', method: 'GET' };
  const action = { kind: 'unavailable' } as const;
  test('nth, every, times, and a seeded chance', async () => {
    simulated.setFaults([{ match, nth: 2, action }]);
    expect(await statuses(4)).toEqual([200, 503, 200, 200]);
    simulated.setFaults([{ match, every: 2, times: 1, action }]);
    expect(await statuses(4)).toEqual([200, 503, 200, 200]);
    const chance = async (seed: number): Promise<number[]> => {
      simulated.setFaults({ seed, faults: [{ match, probability: 0.5, action }] });
      return statuses(20);
    };
    const first = await chance(7);
    expect(await chance(7)).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await chance(8)).not.toEqual(first);
  });
  test('the sign-in can be struck too', async () => {
    simulated.setFaults([{ match: { path: '/oauth2/v2.0/token' }, times: 1, action }]);
    await expect(signedIn(simulated)).rejects.toThrow();
    await expect(signedIn(simulated)).resolves.toBeDefined();
  });
  test('the report tells what was never hit', async () => {
    simulated.setFaults([
      { name: 'hit', match, action },
      { name: 'missed', match: { path: '/nowhere' }, action },
    ]);
    await list();
    expect(simulated.faultReport()).toEqual([
      { name: 'hit', action: 'unavailable', matched: 1, hits: 1, effects: 1 },
      { name: 'missed', action: 'unavailable', matched: 0, hits: 0, effects: 0 },
    ]);
    simulated.setFaults([]);
  });
});

test.each([
  [{}, 'plan.faults: expected a list'],
  [[{ action: { kind: 'explode' } }], 'faults[0].action.kind: expected one of answer, unavailable'],
  [[{ action: { kind: 'reset' } }], 'faults[0].action.afterBytes: is required'],
  [[{ action: { kind: 'bad-gateway' }, nth: 0 }], 'faults[0].nth: expected a whole number'],
  [[{ action: { kind: 'bad-gateway' }, nth: 1, every: 2 }], 'nth and every exclude each other'],
  [[{ action: { kind: 'bad-gateway' }, often: 1 }], 'faults[0].often: unknown field'],
  [[{ action: { kind: 'bad-gateway' }, match: { path: '(' } }], 'faults[0].match.path: not a regular expression'],
  [[{ action: { kind: 'bad-gateway' }, probability: 2 }], 'faults[0].probability'],
])('a plan that says something else is refused: %j', (value, message) => {
  expect(() => parseFaultPlan(value)).toThrow(FaultPlanError);
  expect(() => parseFaultPlan(value)).toThrow(message);
});
