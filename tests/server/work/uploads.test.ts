import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { uploadRig, type UploadRig } from './upload-rig.ts';

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
  const log = await rig.manager.get(`/api/v1/collections/${id}/log`);
  expect(log.text).toMatch(/Transferring began.*|receipt/);
});
