import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addArguments, beginJourney, secretOf, takeTime, type Journey } from './journey.ts';

// The first hour with Chainmail, in order, on the embedded Postgres.

takeTime();
let journey: Journey;
let collection = '';
beforeAll(async () => {
  journey = await beginJourney({ isEmbedded: true });
});
afterAll(() => journey[Symbol.asyncDispose]());

test('before anything is there, the error says how to begin', async () => {
  const ended = await journey.run('collection', 'list');
  expect(ended.code).toBe(1);
  expect(ended.stderr).toMatch(/There is no data folder .*\nFix .*connection\s+add/s);
  expect(ended.stderr).not.toContain('    at ');
});

test('a connection is checked when it is saved', async () => {
  const ended = await journey.run(...addArguments(journey), '--json');
  expect(ended.code).toBe(0);
  const { connection, checks } = ended.last() as {
    connection: Record<string, unknown>;
    checks: { id: string; result: string }[];
  };
  expect(connection).toMatchObject({ name: 'tiny', tenantId: null, credential: 'secret' });
  expect(checks.find(({ id }) => id === 'message-bytes')).toMatchObject({ result: 'pass' });
  expect((await journey.run('connection', 'list', '--json')).last()).toMatchObject({
    tenantId: journey.tenant.tenantId,
  });
});

test('the mailboxes of the tenant are listed', async () => {
  const ended = await journey.run('mailbox', 'list', '--connection', 'tiny', '--json');
  expect(ended.code).toBe(0);
  expect(ended.objects()).toContainEqual(
    expect.objectContaining({ address: `ada.marsh@${journey.tenant.domain}`, name: 'Ada Marsh', kind: 'person' }),
  );
});

test('mailboxes are collected under their custodians, an alias is resolved and said', async () => {
  const { domain } = journey.tenant;
  const ended = await journey.run(
    ...['collect', '--connection', 'tiny', '--matter', 'Marsh v. Quay', '--json'],
    ...['--mailbox', `ada@${domain}`, `ben.okafor@${domain}`],
  );
  expect(ended.code).toBe(0);
  expect(ended.stderr).toContain(`ada@${domain} is an alias of ada.marsh@${domain}.`);
  expect(Object.keys(ended.last())).toEqual([
    ...['collection', 'status', 'listed', 'kept', 'alreadyHeld', 'filtered', 'skipped', 'failed'],
    ...['processed', 'exceptions', 'bytes', 'seconds', 'packs'],
  ]);
  expect(ended.last()).toMatchObject({
    status: 'completed',
    listed: 31,
    kept: 31,
    failed: 0,
    processed: 31,
    exceptions: 0,
  });
  collection = String(ended.last()['collection']);
});

test('the collection shows expected beside listed, folder by folder, and what was not looked at', async () => {
  const shown = await journey.run('collection', 'show', collection.slice(0, 18));
  expect(shown.code).toBe(0);
  expect(shown.stdout).toMatch(/Inbox\/Projects\/Harbour\/Quay 4\s+1\s+1\s+1/);
  expect(shown.stdout).toMatch(/all folders\s+28\s+28\s+28/);
  expect(shown.stdout).toContain('Not looked at: hidden folders, in-place archives');
  expect((await journey.run('collection', 'list', '--json')).last()).toMatchObject({ collection, kept: 31 });
});

test('the receipt, the vault and the audit trail agree', async () => {
  const receipt = await journey.run('receipt', 'show', collection);
  expect(receipt.stdout).toContain('Marsh v. Quay');
  expect(receipt.stdout).toContain('Every listed item has exactly one end.');
  const vault = await journey.run('vault', 'verify', '--json');
  expect(vault.code).toBe(0);
  expect(vault.last()).toEqual({
    packs: expect.any(Number) as unknown,
    blobs: 31,
    items: 31,
    missing: 0,
    corrupt: 0,
    orphans: 0,
    altered: 0,
    auditChain: 'intact',
  });
  expect((await journey.run('audit', 'verify', '--json')).last()).toMatchObject({ intact: true });
});

test('a second collection of the matter finds everything already held', async () => {
  const again = [
    'collect',
    '--connection',
    'tiny',
    '--matter',
    'Marsh v. Quay',
    '--mailbox',
    `ada.marsh@${journey.tenant.domain}`,
  ];
  const ended = await journey.run(...again, '--json');
  expect(ended.code).toBe(0);
  expect(ended.last()).toMatchObject({ listed: 28, alreadyHeld: 28, kept: 0, bytes: 0, packs: 0 });
});

test('"why" knows what became of one message', async () => {
  const ended = await journey.run(
    'collection',
    'why',
    '--mailbox',
    `ben.okafor@${journey.tenant.domain}`,
    '--date',
    '2026-11-18',
  );
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('Listed in Sent Items and kept.');
});

test('"why" for a day without mail, through an alias, and for a mailbox nobody collected', async () => {
  const empty = await journey.run(
    'collection',
    'why',
    '--mailbox',
    `ada@${journey.tenant.domain}`,
    '--date',
    '1999-01-01',
  );
  expect(empty.code).toBe(0);
  expect(empty.stdout).toMatch(/^Collection [0-9a-f-]{36}, .+, \d{4}-/);
  expect(empty.stdout.replaceAll(/\s+/g, ' ')).toContain(
    'No mail of that day was listed in any folder that was looked at.',
  );
  const nobody = await journey.run('collection', 'why', '--mailbox', 'no.one@tiny.example', '--date', '1999-01-01');
  expect(nobody.code).toBe(1);
  expect(nobody.stderr).toContain('No collection ever looked at a mailbox no.one@tiny.example.');
});

test('a wrong secret is a failed check with its fix, and the connection can be put right', async () => {
  const expired = journey.tenant.apps.find(({ name }) => name === 'expired-secret')!;
  const file = `${journey.folder}/expired.txt`;
  await writeFile(file, expired.secrets[0]!.value);
  const args = addArguments({ ...journey, secretFile: file }, 'expired-secret').map((word) =>
    word === 'tiny' ? 'other' : word,
  );
  const added = await journey.run(...args);
  expect(added.code).toBe(4);
  expect(added.stdout).toMatch(/FAIL {2}secret-valid: The client secret has expired\./);
  const collect = await journey.run(
    'collect',
    '--connection',
    'other',
    '--matter',
    'X',
    '--mailbox',
    `ada.marsh@${journey.tenant.domain}`,
  );
  expect(collect.code).toBe(4);
  expect((await journey.run('connection', 'remove', 'other')).code).toBe(0);
});

test('no command ever wrote a secret', () => {
  const transcript = journey.transcript();
  expect(transcript.length).toBeGreaterThan(5000);
  expect(transcript).not.toContain(secretOf(journey.tenant, 'chainmail'));
  expect(transcript).not.toContain(secretOf(journey.tenant, 'expired-secret'));
  expect(transcript).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
});
