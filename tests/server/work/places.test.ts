import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { uploadRig, type UploadRig } from './upload-rig.ts';

vi.setConfig({ testTimeout: 60_000 });
afterAll(() => {
  vi.resetConfig();
});

let rig: UploadRig;
let ada = '';
beforeAll(async () => {
  rig = await uploadRig();
  ada = rig.tenant.mailboxes[0] ?? '';
  const mailbox = rig.tenant.tenant.mailbox(rig.tenant.tenant.person(ada)!.id)!;
  const folder = mailbox.createFolder({ displayName: 'Unseen', isHidden: true }).id;
  mailbox.deliver({ folder, subject: 'Unseen', text: 'x' });
});
afterAll(() => rig[Symbol.asyncDispose]());

const refuseRecoverable = {
  name: 'denied',
  match: { path: '/mailFolders/recoverableitems' },
  times: 1_000,
  action: {
    kind: 'answer',
    status: 403,
    body: { error: { code: 'ErrorAccessDenied', message: 'Access is denied. Check credentials and try again.' } },
  },
} as const;

interface Event {
  readonly total: number;
  readonly isReadable: boolean;
  readonly findings: readonly { readonly result: string; readonly cause: string }[];
}

async function preflight(more: object): Promise<{ readonly total: number; readonly mailbox: Event }> {
  const body = { connection: 'tiny', mailboxes: [{ address: ada }], ...more };
  const { text } = await rig.manager.post(`/api/v1/matters/${rig.matter}/preflights`, body);
  const data = text
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => JSON.parse(line.slice(5)) as Event);
  return { total: data.at(-1)!.total, mailbox: data.at(-2)! };
}

test('a preflight counts what the upload will look at, and names a place that may not be read', async () => {
  const { total: byDefault } = await preflight({});
  expect((await preflight({ recoverable: false })).total).toBeLessThan(byDefault);
  expect((await preflight({ hidden: true })).total).toBeGreaterThan(byDefault);
  rig.tenant.setFaults([refuseRecoverable]);
  const { mailbox } = await preflight({});
  rig.tenant.setFaults([]);
  expect(mailbox).toMatchObject({ isReadable: true, findings: [{ result: 'warn' }] });
  expect(mailbox.findings[0]?.cause).toMatch(/^Recoverable Items: /);
});

test('an upload keeps to the places that were chosen, and says which they were', async () => {
  const byDefault = await rig.until(await rig.upload([ada]), 'ready', 'failed');
  expect(byDefault).toMatchObject({ hidden: false, recoverable: true });
  const id = await rig.upload([ada], { hidden: true, recoverable: false });
  expect(await rig.until(id, 'ready', 'failed')).toMatchObject({ hidden: true, recoverable: false });
  const { body } = await rig.manager.get(`/api/v1/collections/${id}/folders`);
  const [mailbox] = body.items as unknown as { folders: { path: string; place: string }[] }[];
  const places = new Map(mailbox!.folders.map(({ path, place }) => [path, place]));
  expect(places.get('Unseen')).toBe('hidden');
  expect([...places.values()]).not.toContain('recoverable');
});

test('a query beside places that the search does not cover is refused, with the fix', async () => {
  const body = { connection: 'tiny', mailboxes: [{ address: ada }], query: 'lease', hidden: true };
  const refused = await rig.manager.post(`/api/v1/matters/${rig.matter}/collections`, body);
  expect(refused.body).toMatchObject({ code: 'places-not-searched' });
  const narrowed = await rig.upload([ada], { query: 'lease' });
  expect(await rig.until(narrowed, 'ready', 'failed')).toMatchObject({ hidden: false, recoverable: false });
});

test('a refused place is an exception of the upload, and trying again looks at it', async () => {
  const matter = String((await rig.manager.post('/api/v1/matters', { name: 'Refused' })).body.id);
  rig.tenant.setFaults([refuseRecoverable]);
  const body = { connection: 'tiny', mailboxes: [{ address: ada }] };
  const id = String((await rig.manager.post(`/api/v1/matters/${matter}/collections`, body)).body.id);
  expect(await rig.until(id, 'ready', 'failed')).toMatchObject({
    ...{ status: 'completed-with-exceptions', placesRefused: 1 },
  });
  const exceptions = async () => {
    const { items } = (await rig.manager.get(`/api/v1/collections/${id}/exceptions`)).body;
    return (items as unknown as { kind: string }[]).filter(({ kind }) => kind === 'mailbox');
  };
  expect(await exceptions()).toMatchObject([{ kind: 'mailbox', mailbox: ada, folder: 'Recoverable Items' }]);
  rig.tenant.setFaults([]);
  await rig.manager.post(`/api/v1/collections/${id}/retry-failed`);
  await vi.waitFor(
    async () => {
      const now = (await rig.manager.get(`/api/v1/collections/${id}`)).body;
      expect(now).toMatchObject({ phase: 'ready', status: 'completed' });
    },
    { timeout: 30_000, interval: 200 },
  );
  expect(await exceptions()).toEqual([]);
});
