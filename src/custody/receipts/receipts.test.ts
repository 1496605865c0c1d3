import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Failure, noEnds, type CollectionId, type ReceiptId } from '#evidence';
import { newId, systemClock as clock, type Database } from '#platform';
import { testDatabase } from '../../../tests/postgres.ts';
import { readAuditEntries, readAuditHead } from '../audit/store-audit.ts';
import { verifyAuditTrail } from '../audit/verify-audit-trail.ts';
import { canonicalJson } from '../canonical-json.ts';
import { signBody } from '../keys/signature.ts';
import { openSigningKey, type SigningKey } from '../keys/signing-key.ts';
import { digestAttribution } from './attribution.ts';
import { findReceipt, issueReceipt, receiptsOfCollection } from './issue-receipt.ts';
import { digestMembers } from './member-digests.ts';
import type { ReceiptContent } from './receipt-body.ts';
import { parseReceipt, receiptText, type Receipt } from './receipt-file.ts';
import { receiptSummary } from './summary/receipt-summary.ts';
import type { ReceiptPack } from './verify-packs.ts';
import { verifyReceipt } from './verify-receipt.ts';

let folder = '';
let database: Database;
let key: SigningKey;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainmail-receipt-'));
  database = await testDatabase();
  key = await openSigningKey({ dataFolder: folder, database, clock });
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const members = ['a', 'b', 'c'].map(digest);

function content(changes: Partial<ReceiptContent> = {}): ReceiptContent {
  const counts = { ...noEnds, listed: 5, kept: 3, alreadyHeld: 1, filtered: 1 };
  return {
    productVersion: '0.1.0',
    collectionId: newId<CollectionId>(),
    status: 'completed',
    matter: { id: newId(), name: 'Lakeside v. Northwind' },
    connection: { name: 'lakeside', clientId: 'c', tenantId: 't' },
    startedBy: 'person:ada',
    window: { from: '2026-01-01T00:00:00.000Z', to: null },
    options: { drafts: true, force: false },
    startedAt: '2026-02-01T10:00:00.000Z',
    endedAt: '2026-02-01T10:12:03.000Z',
    mailboxes: [
      {
        address: 'zoe@lakeside.example',
        custodian: 'Zoë Brown',
        state: 'done',
        folders: [{ path: 'Inbox/N\u0000UL', state: 'done', expected: 5, expectedTotal: 9, counts }],
        failure: null,
      },
    ],
    totals: counts,
    processed: 3,
    exceptions: 0,
    bytes: 12_345,
    packs: [{ path: 'packs/m/2026/02/one.tar', digest: digest('pack'), members: 3 }],
    completeness: ['Looked at: the 1 visible mail folders.', 'Not looked at: hidden folders.'],
    members: digestMembers(members),
    ...changes,
  };
}

const issue = (changes?: Partial<ReceiptContent>): Promise<Receipt> => {
  return issueReceipt(database, { key, clock, actor: 'person:ada', content: content(changes) });
};

async function checksOf(text: string, trustedKey = key.fingerprint): Promise<Record<string, boolean>> {
  const { checks } = await verifyReceipt({ bytes: Buffer.from(text), trustedKey });
  return Object.fromEntries(checks.map(({ name, passed }) => [name, passed]));
}

test('a receipt is signed, stored, recorded, and verifies with the fingerprint or the public key alone', async () => {
  const receipt = await issue();
  const id = receipt.body.receiptId as ReceiptId;
  expect(await findReceipt(database.reader, id)).toEqual(receipt);
  for (const trustedKey of [key.fingerprint, key.publicKeyPem]) {
    const verified = await verifyReceipt({ bytes: Buffer.from(receiptText(receipt)), trustedKey });
    expect(verified).toMatchObject({ passed: true, receipt });
    expect(verified.checks.map(({ name }) => name)).toEqual(['form', 'key', 'signature', 'counts']);
  }
  expect(receipt.body.auditHead).toEqual(await readAuditHead(database.reader));
  const [entry] = await readAuditEntries(database.reader, { after: receipt.body.auditHead.seq - 1, limit: 1 });
  expect(entry).toMatchObject({ actor: 'person:ada', action: 'receipt.issued', subject: { receipt: id } });
  expect(await verifyAuditTrail(database.reader)).toMatchObject({ intact: true });
});

test('a later receipt of a collection names the ones before it', async () => {
  const { collectionId } = (await issue()).body;
  const results = await Promise.all([issue({ collectionId }), issue({ collectionId })]);
  const all = await receiptsOfCollection(database.reader, collectionId as CollectionId);
  expect(all.map(({ body }) => body.previousReceipts.length)).toEqual([0, 1, 2]);
  expect(all[2]!.body.previousReceipts).toEqual(
    all.slice(0, 2).map(({ body }) => ({ receiptId: body.receiptId, bodyDigest: digest(canonicalJson(body)) })),
  );
  expect(results).toHaveLength(2);
});

test('content that is not what a receipt may hold is refused, and nothing is recorded', async () => {
  const before = await readAuditHead(database.reader);
  await expect(issue({ bytes: -1 })).rejects.toMatchObject({ kind: 'malformed' });
  await expect(issue({ endedAt: 'yesterday' })).rejects.toMatchObject({ kind: 'malformed' });
  expect(await readAuditHead(database.reader)).toEqual(before);
});

test('an unknown receipt is not found', async () => {
  for (const id of [newId<ReceiptId>(), 'nope' as ReceiptId, '' as ReceiptId])
    await expect(findReceipt(database.reader, id)).rejects.toMatchObject({ kind: 'not-found' });
});

describe('tampering is found:', () => {
  test.each<[string, (text: string) => string]>([
    ['a count', (text) => text.replace('"processed":3', '"processed":4')],
    ['a sentence left out', (text) => text.replace(',"Not looked at: hidden folders."', '')],
    ['the custodian', (text) => text.replace('Zoë', 'Zoe')],
    ['the digest of the members', (text) => text.replace(digestMembers(members).digest, digest('x'))],
    ['a fact put in', (text) => text.replace('"bytes":', '"blessed":true,"bytes":')],
  ])('%s', async (_, change) => {
    const text = receiptText(await issue());
    expect(change(text)).not.toBe(text);
    expect(await checksOf(change(text))).toMatchObject({ signature: false });
  });

  test('a member named twice, of which readers may show different ones', async () => {
    const text = receiptText(await issue()).replace('"processed":3', '"processed":99,"processed":3');
    expect(await checksOf(text)).toMatchObject({ form: false, signature: true });
  });

  test('another order or white space', async () => {
    const receipt = await issue();
    expect(await checksOf(JSON.stringify(receipt, null, 2))).toMatchObject({ form: false, signature: true });
    expect(await checksOf(receiptText(receipt).trimEnd())).toMatchObject({ form: true, signature: true });
  });

  test('another key, also when it is carried along and signs well', async () => {
    const receipt = await issue();
    await using other = await testDatabase();
    const forger = await openSigningKey({ dataFolder: join(folder, 'forger'), database: other, clock });
    const forged = receiptText({ body: receipt.body, signature: signBody(receipt.body, forger) });
    expect(await checksOf(forged)).toEqual({ form: true, key: false, signature: true, counts: true });
    const disguised = receiptText({
      body: receipt.body,
      signature: { ...signBody(receipt.body, forger), keyFingerprint: key.fingerprint },
    });
    expect(await checksOf(disguised)).toMatchObject({ key: false });
    const carried = { ...receipt.signature, value: signBody(receipt.body, forger).value };
    expect(await checksOf(receiptText({ body: receipt.body, signature: carried }))).toMatchObject({
      key: true,
      signature: false,
    });
  });

  test('totals that are not the sum of the folders, though signed', async () => {
    const text = receiptText(await issue({ totals: { ...noEnds, listed: 6, kept: 6 } }));
    expect(await checksOf(text)).toEqual({ form: true, key: true, signature: true, counts: false });
  });

  test('the signature or the key written in another way that decodes to the same', async () => {
    const { body, signature } = await issue();
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const last = digits.indexOf(signature.value.at(-3)!);
    const loose = [
      // The last digit before the padding has four bits that nobody decodes.
      { ...signature, value: `${signature.value.slice(0, -3)}${digits[last ^ 1]!}==` },
      { ...signature, publicKey: signature.publicKey.trimEnd() },
      { ...signature, publicKey: `note\n${signature.publicKey}` },
    ];
    for (const each of loose) {
      expect(await checksOf(receiptText({ body, signature: each }))).toMatchObject({ form: false, signature: true });
    }
  });

  test('any changed byte: it is refused, or a check fails', async () => {
    const bytes = Buffer.from(receiptText(await issue()));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 2), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Buffer.from(bytes);
        changed[at]! ^= flip;
        const outcome = await verifyReceipt({ bytes: changed, trustedKey: key.fingerprint }).catch(
          (thrown: unknown) => thrown,
        );
        expect(outcome).toMatchObject(outcome instanceof Error ? { kind: 'malformed' } : { passed: false });
      }),
      { numRuns: 1000 },
    );
  });
});

test.each([
  '',
  'null',
  '[]',
  '{',
  '{"body":null}',
  '{"body":{"format":"chainmail-receipt-9"}}',
  '\u0000',
  `{"body":${'['.repeat(50_000)}`,
])('refuses what is no receipt: %#', (text) => {
  expect(() => parseReceipt(Buffer.from(text))).toThrow(expect.objectContaining({ kind: 'malformed' }));
});

test('refuses bytes that are not UTF-8, and options without end', async () => {
  expect(() => parseReceipt(Buffer.from([0xff, 0xfe]))).toThrow(
    expect.objectContaining({ code: 'receipt-unreadable' }),
  );
  const deep = receiptText(await issue()).replace('"force":false', `"force":${'['.repeat(5000)}${']'.repeat(5000)}`);
  expect(() => parseReceipt(Buffer.from(deep))).toThrow(expect.objectContaining({ kind: 'malformed' }));
});

test('sed and openssl verify a receipt without Chainmail, as docs/design/custody.md says', async ({ skip }) => {
  skip(spawnSync('openssl', ['version']).status !== 0, 'openssl is not installed');
  const page = await readFile(new URL('../../../docs/design/custody.md', import.meta.url), 'utf8');
  const commands = [...page.matchAll(/^\$ (.*receipt\.json.*|openssl pkeyutl.*)$/gm)].map(([, command]) => command);
  expect(commands).toHaveLength(3);
  await writeFile(join(folder, 'receipt.json'), receiptText(await issue()));
  await writeFile(join(folder, 'key.pem'), key.publicKeyPem);
  const { stdout, stderr } = spawnSync('sh', ['-c', commands.join(' && ')], { cwd: folder, encoding: 'utf8' });
  expect(stdout + stderr).toContain('Signature Verified Successfully');
});

describe('with the packs', () => {
  const collection = newId<CollectionId>();

  const person = { address: 'zoe@lakeside.example', custodian: 'Zoë Brown' };
  const lineDigest = (of: object): string => digest(JSON.stringify(of));
  const line = (member: string, of: string, who = person) => ({
    digest: member,
    collection: of,
    ...who,
    lineDigest: lineDigest({ member, of, who }),
  });

  function pack(path: string, entries: readonly string[], damaged: readonly string[] = []): ReceiptPack {
    return {
      path,
      manifest: () => Promise.resolve([...entries.map((each) => line(each, collection)), line(digest('x'), 'other')]),
      async *verify() {
        for (const each of entries) {
          if (damaged.includes(each)) yield { kind: 'corrupt', name: each } as const;
          else yield { kind: 'intact', place: { digest: each } } as const;
        }
        yield { kind: 'intact', place: { digest: digest('x') } } as const;
      },
    };
  }

  async function packsCheck(packs: readonly ReceiptPack[]): Promise<{ passed: boolean; detail: string }> {
    const bytes = Buffer.from(receiptText(await issue({ collectionId: collection })));
    const { checks } = await verifyReceipt({
      bytes,
      trustedKey: key.fingerprint,
      packs: (async function* () {
        yield* packs;
      })(),
    });
    return checks.find(({ name }) => name === 'packs')!;
  }
  const [a, b, c] = members as [string, string, string];

  test.each<[string, ReceiptPack[]]>([
    ['the packs as they were', [pack('packs/m/2026/02/one.tar', members)]],
    ['the packs copied elsewhere', [pack('D:\\evidence\\one.tar', members)]],
    ['packs of other collections beside them', [pack('one.tar', members), pack('two.tar', [])]],
    ['packs that were written anew', [pack('new-1.tar', [c, a]), pack('new-2.tar', [b, a])]],
    [
      'an orphaned pack of the same collection beside the named ones',
      [pack('one.tar', members), pack('orphan.tar', [digest('z')])],
    ],
  ])('%s are accepted', async (_, packs) => {
    expect(await packsCheck(packs)).toMatchObject({ passed: true });
  });

  test('an intact copy counts, whatever another one is like', async () => {
    const check = await packsCheck([pack('old/one.tar', members, [b]), pack('one.tar', members)]);
    expect(check).toMatchObject({ passed: true, detail: expect.stringContaining('old/one.tar is damaged') as string });
  });

  test('a pack with another name is called renamed only when it is the same file', async () => {
    const named = { ...pack('other.tar', members), digest: () => Promise.resolve(content().packs[0]!.digest) };
    expect((await packsCheck([named])).detail).toContain('packs were renamed');
    const anew = { ...named, digest: () => Promise.resolve(digest('anew')) };
    expect((await packsCheck([anew])).detail).toContain('written anew');
  });

  test.each<[string, ReceiptPack[]]>([
    ['a missing member', [pack('one.tar', [a, b])]],
    ['a member too many', [pack('one.tar', [...members, digest('d')])]],
    ['a damaged member', [pack('one.tar', members, [b])]],
    ['no packs', []],
    [
      'a named pack without a manifest',
      [
        {
          ...pack('one.tar', members),
          manifest: () => Promise.reject(new Failure('malformed', 'x', { code: 'vault-manifest' })),
        },
      ],
    ],
  ])('%s fails', async (_, packs) => {
    expect(await packsCheck(packs)).toMatchObject({ passed: false, detail: expect.stringMatching(/./) as string });
  });
});

describe('whose the members are', () => {
  const collection = newId<CollectionId>();
  const fact = { collection, address: 'zoe@lakeside.example', custodian: 'Zoë Brown', folderPath: 'Inbox', item: '1' };
  type Fact = typeof fact;

  function pack(path: string, facts: readonly Fact[]): ReceiptPack {
    const lines = facts.map((each, at) => ({ ...each, digest: members[at]!, lineDigest: lineDigest(each, at) }));
    return {
      path,
      manifest: () => Promise.resolve(lines),
      async *verify() {
        for (const each of lines) yield { kind: 'intact', place: { digest: each.digest } } as const;
      },
    };
  }
  const lineDigest = (each: Fact, at: number): string => digest(`${JSON.stringify(each)}${members[at]!}`);
  const facts = [fact, { ...fact, item: '2' }, { ...fact, item: '3' }];
  const attribution = digestAttribution(facts.map(lineDigest));

  async function verify(changes: Partial<ReceiptContent>, packs: readonly ReceiptPack[]) {
    const bytes = Buffer.from(receiptText(await issue({ collectionId: collection, ...changes })));
    const given = (async function* () {
      yield* packs;
    })();
    return verifyReceipt({ bytes, trustedKey: key.fingerprint, packs: given });
  }

  test('is proved by the manifests, also of packs that were written anew', async () => {
    const anew = [pack('two.tar', facts.slice(0, 2)), pack('one-more.tar', facts)];
    for (const packs of [[pack('one.tar', facts)], anew]) {
      const { passed, checks, notCovered } = await verify({ attribution }, packs);
      expect({ passed, notCovered }).toEqual({ passed: true, notCovered: [] });
      expect(checks.map(({ name }) => name)).toContain('attribution');
    }
  });

  test.each<[string, readonly Fact[], RegExp]>([
    ['another address', [{ ...fact, address: 'bob@lakeside.example' }, ...facts.slice(1)], /bob@lakeside.example/],
    ['another custodian', [{ ...fact, custodian: 'Bob\u001b[31m' }, ...facts.slice(1)], /\(Bob[^\u001b]*\)/],
    ['another folder', [{ ...fact, folderPath: 'Sent Items' }, ...facts.slice(1)], /a line was changed/],
    ['another item', [{ ...fact, item: '9' }, ...facts.slice(1)], /a line was changed/],
    ['an item of another collection', [{ ...fact, collection: 'x' as CollectionId }, ...facts.slice(1)], /2 lines/],
  ])('%s fails, though the bytes are the same', async (_, changed, detail) => {
    const verified = await verify({ attribution }, [pack('one.tar', changed)]);
    expect(verified.passed).toBe(false);
    const check = verified.checks.find(({ name }) => name === 'attribution');
    expect(check).toMatchObject({ passed: false, detail: expect.stringMatching(detail) as string });
  });

  test('is not covered by a receipt that does not state it, which says so and verifies', async () => {
    const verified = await verify({}, [pack('one.tar', facts)]);
    expect(verified).toMatchObject({
      passed: true,
      notCovered: [expect.stringContaining('only their bytes are proved') as string],
    });
  });
});

describe('the summary', () => {
  test('fits a terminal, says what was not looked at, and prints no control characters', async () => {
    const hostile = {
      ...content().mailboxes[0]!,
      custodian: '\u001b[31mred\u202e',
      address: `${'long'.repeat(40)}@lakeside.example`,
    };
    const text = receiptSummary(
      await issue({ mailboxes: [hostile], matter: { id: 'm', name: 'Evil\u001b]0;title\u0007\nRECEIPT forged' } }),
    );
    expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    expect(text).not.toMatch(/^RECEIPT forged/m);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const fact of [
      'Not looked at: hidden folders.',
      'person:ada',
      key.fingerprint,
      digestMembers(members).digest,
      '12,345 bytes',
    ]) {
      expect(text).toContain(fact);
    }
    expect(text).toContain('Every listed item has exactly one end.');
  });

  test('says plainly what is missing', async () => {
    const [mailbox] = content().mailboxes;
    const counts = { ...noEnds, listed: 5, kept: 3 };
    const folders = [{ ...mailbox!.folders[0]!, counts, expected: null }];
    const failure = { code: 'graph-denied', cause: 'The mailbox is outside the access policy.' };
    const text = receiptSummary(
      await issue({ totals: counts, endedAt: null, mailboxes: [{ ...mailbox!, state: 'failed', folders, failure }] }),
    );
    expect(text).toContain('NOT BALANCED: 2 listed items have no end.');
    expect(text).toContain('NOT ENDED');
    expect(text).toContain('(Zoë Brown): FAILED');
    expect(text).toContain('0?');
  });
});
