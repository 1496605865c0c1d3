import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginJourney, takeTime, type Journey } from './journey.ts';

takeTime();
let journey: Journey;
let collection = '';
beforeAll(async () => {
  journey = await beginJourney();
  await journey.connect();
});
afterAll(() => journey[Symbol.asyncDispose]());

test('one poisoned item and one dead mailbox: everything else comes, and the exit code says 3', async () => {
  const { tenant } = journey;
  const ada = tenant.tenant.mailbox(tenant.tenant.person(`ada.marsh@${tenant.domain}`)!.id)!;
  const poisoned = ada.list(
    { folderId: ada.folder('sentitems')!.id, orderBy: 'receivedDateTime', direction: 'asc', from: null, to: null },
    0,
    1,
  )[0]!;
  const path = `/messages/${escaped(poisoned.id)}/\\$value`;
  tenant.setFaults([{ name: 'poison', match: { path }, action: { kind: 'corrupt-item' } }]);
  const ended = await journey.run(
    ...['collect', '--connection', 'tiny', '--matter', 'Trouble', '--json'],
    ...['--mailbox', `ada.marsh@${tenant.domain}`, `dan.onprem@${tenant.domain}`, `ben.okafor@${tenant.domain}`],
  );
  expect(ended.code).toBe(3);
  expect(ended.stderr).toMatch(/FAIL {2}dan\.onprem@.*mailbox-reachable/);
  expect(ended.last()).toMatchObject({
    status: 'completed-with-exceptions',
    listed: 31,
    kept: 30,
    failed: 1,
    exceptions: 2,
  });
  collection = String(ended.last()['collection']);
});

test('both are shown with their causes, and the receipt names them', async () => {
  const shown = await journey.run('collection', 'show', collection);
  expect(shown.stdout).toContain('There is no active Exchange Online mailbox');
  expect(shown.stdout).toMatch(/Sent Items\s+2\s+2\s+1.*1\n/);
  const receipt = await journey.run('receipt', 'show', collection);
  expect(receipt.stdout).toContain(`NOT COMPLETE: dan.onprem@${journey.tenant.domain}:`);
});

test('a resume tries the failed item again, and a new receipt follows the first', async () => {
  journey.tenant.setFaults([]);
  const resumed = await journey.run('collection', 'resume', collection, '--json');
  expect(resumed.code).toBe(3);
  expect(resumed.last()).toMatchObject({ listed: 31, failed: 0, exceptions: 1 });
  const receipt = JSON.parse((await journey.run('receipt', 'show', collection, '--json')).stdout) as {
    body: { previousReceipts: unknown[]; totals: { kept: number } };
  };
  expect(receipt.body.previousReceipts).toHaveLength(1);
  expect(receipt.body.totals.kept).toBe(31);
});

test('a connection that is refused stops a collection before it begins', async () => {
  const { tenant } = journey;
  tenant.setFaults([
    { name: 'down', match: { path: '/oauth2/v2.0/token' }, action: { kind: 'answer', status: 400, body: secretWrong } },
  ]);
  const before = (await journey.run('collection', 'list', '--json')).objects().length;
  const ended = await journey.run(
    'collect',
    '--connection',
    'tiny',
    '--matter',
    'Never',
    '--mailbox',
    `ben.okafor@${tenant.domain}`,
  );
  expect(ended.code).toBe(4);
  expect(ended.stderr).toMatch(/FAIL {2}secret-valid: /);
  expect(ended.stderr).toContain('Nothing was begun.');
  expect((await journey.run('collection', 'list', '--json')).objects()).toHaveLength(before);
  tenant.setFaults([]);
});

const secretWrong = {
  error: 'invalid_client',
  error_description: 'AADSTS7000215: Invalid client secret provided.',
  error_codes: [7000215],
};

/** Ids hold characters a pattern would read otherwise; a slash within one is `%2F` in a path. */
function escaped(id: string): string {
  return id.replaceAll('/', '%2F').replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
