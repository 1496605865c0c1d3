import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CollectionId, MatterId } from '#evidence';
import { openSigningKey, parseReceipt, verifyReceipt, type SigningKey } from '#custody';
import { systemClock as clock, type Database } from '#platform';
import { extractTexts, processMatter } from '#processing';
import { memoryVault, type Vault } from '#vault';
import { testDatabase } from '../postgres.ts';
import { base64, mail, multipart, part } from '../../src/formats/testing.ts';
import { keepMail } from '../../src/processing/testing.ts';
import { runExport, type ExportRequest, type ExportTools, type ItemKey } from '#export';

let root = '';
let database: Database;
let vault: Vault;
let key: SigningKey;
let tools: ExportTools;
let matter: MatterId;
let ofAna: CollectionId;

const inner = mail(
  { Subject: 'Inner', 'Message-ID': '<inner@x>', 'Content-Type': 'multipart/mixed; boundary=i' },
  multipart('i', [
    part({}, 'inner text'),
    part(
      { 'Content-Type': 'application/pdf; name="deep.PDF"', 'Content-Transfer-Encoding': 'base64' },
      base64('%PDF-deep'),
    ),
  ]),
).toString('latin1');
const family = mail(
  {
    Subject: 'With attachments',
    'Message-ID': '<family@lakeside.example>',
    'In-Reply-To': '<m1@lakeside.example>',
    'Thread-Index': 'AdnwobICdQ2Zl6nPTXW0sR0lw6y5Ng==',
    'Content-Type': 'multipart/mixed; boundary=b',
  },
  multipart('b', [
    part({}, 'See what is attached.\r\nFrom here on it is quoted.'),
    part({ 'Content-Type': 'text/csv; name="=cmd|\' /C calc\'!A0.csv"' }, '=1+1;2'),
    part({ 'Content-Type': 'message/rfc822' }, inner),
    part(
      { 'Content-Type': 'text/html; name="../../../CON"', 'Content-Disposition': 'attachment' },
      '<p>hidden <b>text</b></p>',
    ),
  ]),
);
const hello = mail({});
const hostile = [
  mail({ Subject: '=cmd|calc!A1', 'Message-ID': '<h1@x>' }, 'one\r\nFrom the beginning\r\n>From quoted\r\nend'),
  mail({ Subject: `${'x'.repeat(300)} \u00fe \u00ae \u0014 end`, 'Message-ID': '<h2@x>' }, ''),
  mail({ Subject: '../../../etc/passwd', From: 'CON <con@x.example>', 'Message-ID': '<h3@x>' }, 'From '),
];
const unreadable = Buffer.from('\0 no message at all');

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'chainmail-run-export-'));
  database = await testDatabase();
  vault = memoryVault();
  key = await openSigningKey({ dataFolder: root, database, clock });
  tools = { database, vault, clock, key, actor: 'person:ada', productVersion: '0.1.0' };
  const receivedAt = new Date('2026-01-31T09:30:00Z');
  const ana = await keepMail(database, vault, { messages: [hello, family, ...hostile, unreadable], receivedAt });
  const ben = { custodian: 'Ben Berg', address: 'ben@lakeside.example', folderPath: 'Inbox/CON' };
  await keepMail(database, vault, { messages: [hello, family, hello], ...ben });
  await keepMail(database, vault, { messages: [mail({ Subject: 'elsewhere' })], matterName: 'Another' });
  matter = ana.matter;
  ofAna = ana.collection;
  await processMatter({ database, vault, matter });
  await extractTexts({ database, vault, matter });
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

let folders = 0;
const newFolder = (): string => join(root, `out-${String((folders += 1))}`);

const request = (changes: Partial<ExportRequest>): ExportRequest => ({
  ...{ matter, selection: { kind: 'matter' }, format: 'eml', duplicates: 'keep', encoding: 'utf-8' },
  numbering: { prefix: 'DOC', start: 1 },
  ...changes,
});

async function exported(changes: Partial<ExportRequest>): Promise<{ folder: string; items: number; hidden: number }> {
  const folder = newFolder();
  const { items, hidden } = await runExport(tools, { folder, request: request(changes) });
  return { folder, items, hidden };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A reader of Concordance load files that knows nothing of ours. */
function readDat(bytes: Buffer): Record<string, string>[] {
  const text = bytes[0] === 0xff ? bytes.subarray(2).toString('utf16le') : bytes.subarray(3).toString('utf8');
  const lines = text.split('\r\n');
  expect(lines.pop()).toBe('');
  const rows = lines.map((line) => {
    expect(line).toMatch(/^\u00fe[^\n\r]*\u00fe$/);
    return line.slice(1, -1).split('\u00fe\u0014\u00fe');
  });
  const [names = [], ...values] = rows;
  for (const row of values) expect(row).toHaveLength(names.length);
  return values.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]!])));
}

const fields =
  'BegDoc EndDoc BegAttach EndAttach ParentID GroupID Custodian AllCustodians Mailbox FolderPath Place From To CC BCC Subject DateSent DateReceived MessageID InReplyTo ConversationIndex ThreadID Importance FileName FileExtension FileSize MimeType SHA256 MD5 FamilyHash EDRMMIH IsDuplicateOf Exceptions NativePath TextPath';

describe('a load file', () => {
  let folder = '';
  let rows: Record<string, string>[] = [];
  beforeAll(async () => {
    ({ folder } = await exported({ format: 'dat' }));
    rows = readDat(await readFile(join(folder, 'loadfile.dat')));
  });

  test('has the fields of the review platforms, and a line for every message and attachment', () => {
    expect(Object.keys(rows[0]!).join(' ')).toBe(fields);
    expect(rows.map(({ BegDoc }) => BegDoc)).toEqual(rows.map((_, at) => `DOC${String(at + 1).padStart(8, '0')}`));
    expect(rows).toHaveLength(9 + 4 * 2);
  });

  test('keeps families together, the message first, and says who belongs to whom', () => {
    const at = rows.findIndex(({ Subject }) => Subject === 'With attachments');
    const [message, csv, attached, deep, html] = rows.slice(at, at + 5);
    expect(message).toMatchObject({ BegAttach: message!['BegDoc'], EndAttach: html!['BegDoc'], ParentID: '' });
    for (const each of [csv, attached, deep, html])
      expect(each).toMatchObject({ GroupID: message!['BegDoc'], Custodian: 'Ana', FamilyHash: message!['FamilyHash'] });
    expect([csv, attached, html].map((each) => each!['ParentID'])).toEqual(Array(3).fill(message!['BegDoc']));
    expect(deep).toMatchObject({ ParentID: attached!['BegDoc'], FileName: 'deep.PDF', FileExtension: 'pdf' });
    expect(attached).toMatchObject({ Subject: 'Inner', MessageID: '<inner@x>', FileExtension: 'eml' });
    expect(message).toMatchObject({
      From: 'Ana Lund <ana@lakeside.example>',
      DateSent: '2026-01-05T09:00:00.000Z',
      DateReceived: '2026-01-31T09:30:00.000Z',
      InReplyTo: '<m1@lakeside.example>',
      ConversationIndex: '01D9F0A1B202750D9997A9CF4D75B4B11D25C3ACB936',
      Importance: 'normal',
      AllCustodians: 'Ana; Ben Berg',
      IsDuplicateOf: '',
    });
  });

  test('names natives and texts whose bytes are those of its digests', async () => {
    for (const row of rows) {
      const native = await readFile(join(folder, row['NativePath']!));
      expect(sha256(native)).toBe(row['SHA256']);
      expect(createHash('md5').update(native).digest('hex')).toBe(row['MD5']);
      expect(String(native.length)).toBe(row['FileSize']);
      expect(row['NativePath']).toMatch(/^natives\/0001\/DOC\d{8}\.[a-z0-9]+$/);
      if (row['TextPath'] !== '') expect((await readFile(join(folder, row['TextPath']!))).length).toBeGreaterThan(0);
    }
    const found = rows.find(({ Subject }) => Subject === 'With attachments')!;
    const [original, text] = [join(folder, found['NativePath']!), join(folder, found['TextPath']!)];
    expect(await readFile(original)).toEqual(family);
    expect(await readFile(text, 'utf8')).toContain('Attachments: =cmd|');
    expect(await readFile(text, 'utf8')).toContain('See what is attached.');
    const html = rows.find(({ FileName }) => FileName === '../../../CON')!;
    expect(html['FileExtension']).toBe('html');
    expect((await readFile(join(folder, html['TextPath']!), 'utf8')).trim()).toBe('hidden text');
  });

  test('says what is a duplicate of what, and what could not be read', () => {
    const hellos = rows.filter(({ Subject }) => Subject === 'Minutes');
    expect(hellos.map(({ IsDuplicateOf }) => IsDuplicateOf)).toEqual(['', hellos[0]!['BegDoc'], hellos[0]!['BegDoc']]);
    const bad = rows.find(({ SHA256 }) => SHA256 === sha256(unreadable))!;
    expect(bad).toMatchObject({
      Exceptions: 'not-a-message',
      TextPath: '',
      FileExtension: 'eml',
      AllCustodians: 'Ana',
    });
  });

  test('keeps its form whatever stands in a subject', () => {
    const long = rows.find(({ Subject }) => Subject!.startsWith('xxx'))!;
    expect(long['Subject']).toBe(`${'x'.repeat(300)} th (R)   end`);
    expect(long['FileName']!.length).toBeLessThan(150);
    expect(rows.map(({ Subject }) => Subject)).toContain('../../../etc/passwd');
  });

  test('is the same in UTF-16, with other numbers', async () => {
    const numbering = { prefix: 'LAKE-', start: 1001 };
    const other = await exported({ format: 'dat', encoding: 'utf-16le', numbering });
    const wide = readDat(await readFile(join(other.folder, 'loadfile.dat')));
    expect(wide.map(({ BegDoc }) => BegDoc)).toEqual(rows.map((_, at) => `LAKE-${String(at + 1001).padStart(8, '0')}`));
    expect(wide.map(({ SHA256, Subject }) => [SHA256, Subject])).toEqual(
      rows.map(({ SHA256, Subject }) => [SHA256, Subject]),
    );
  });

  test('as CSV says the same, without a formula', async () => {
    const csv = await exported({ format: 'csv' });
    const text = await readFile(join(csv.folder, 'loadfile.csv'), 'utf8');
    const cells = readCsv(text.slice(1));
    expect(cells[0]!.join(' ')).toBe(fields);
    expect(cells.slice(1).map((row) => row[27])).toEqual(rows.map(({ SHA256 }) => SHA256));
    for (const cell of cells.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    expect(cells.flat()).toContain(`'=cmd|calc!A1`);
  });
});

/** RFC 4180 with every cell quoted. */
function readCsv(text: string): string[][] {
  return text
    .trimEnd()
    .split(/(?<=")\r\n(?=")/)
    .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell]) => cell!.replaceAll('""', '"')));
}

describe('an mbox', () => {
  let folder = '';
  beforeAll(async () => {
    ({ folder } = await exported({ format: 'mbox' }));
  });

  /** Splits an mboxrd as its definition says, and takes the quoting away. */
  const split = (bytes: Buffer): Buffer[] =>
    bytes
      .toString('latin1')
      .split(/^From .*\n/m)
      .slice(1)
      .map((text) => Buffer.from(text.replace(/\n$/, '').replaceAll(/^>(>*From )/gm, '$1'), 'latin1'));

  test('holds every message of a mailbox, whose bytes are the original ones', async () => {
    const messages = split(await readFile(join(folder, 'Ana', 'ana@lakeside.example.mbox')));
    const originals = [hello, family, ...hostile, unreadable];
    expect(messages).toHaveLength(originals.length);
    const withEnd = (bytes: Buffer): Buffer =>
      bytes.at(-1) === 0x0a ? bytes : Buffer.concat([bytes, Buffer.from('\n')]);
    expect(messages.map(sha256).sort()).toEqual(originals.map(withEnd).map(sha256).sort());
    const list = readCsv((await readFile(join(folder, 'messages.csv'), 'utf8')).slice(1).replace(/^.*\r\n/, ''));
    expect(list).toHaveLength(9);
    expect(
      list
        .map(([, , digest]) => digest)
        .slice(0, 6)
        .sort(),
    ).toEqual(originals.map(sha256).sort());
  });

  test('is understood by a mail parser that is not ours', async () => {
    const messages = split(await readFile(join(folder, 'Ben Berg', 'ben@lakeside.example.mbox')));
    const parsed = await Promise.all(messages.map((bytes) => simpleParser(bytes)));
    expect(parsed.map(({ subject }) => subject).sort()).toEqual(['Minutes', 'Minutes', 'With attachments']);
    const withFiles = parsed.find(({ subject }) => subject === 'With attachments')!;
    expect(withFiles.text).toContain('\nFrom here on it is quoted.');
    expect(withFiles.attachments).toHaveLength(3);
  });

  test('is understood by Python', async ({ skip }) => {
    skip(spawnSync('python3', ['--version']).status !== 0, 'python3 is not installed');
    const program =
      'import mailbox, sys, hashlib\nfor m in mailbox.mbox(sys.argv[1], create=False): print(m.get_from().split(" ")[0], m["message-id"])';
    const box = join(folder, 'Ben Berg', 'ben@lakeside.example.mbox');
    const { stdout } = spawnSync('python3', ['-c', program, box], { encoding: 'utf8' });
    expect(stdout.trim().split('\n').sort()).toEqual([
      ...['ana@lakeside.example <family@lakeside.example>', 'ana@lakeside.example <m1@lakeside.example>'],
      'ana@lakeside.example <m1@lakeside.example>',
    ]);
  });
});

test('EML files have the digests of the manifest, of a collection alone when that was asked for', async () => {
  const { folder, items } = await exported({ selection: { kind: 'collection', collection: ofAna } });
  expect(items).toBe(6);
  const lines = (await readFile(join(folder, 'manifest.jsonl'), 'utf8')).trim().split('\n');
  const entries = lines.map((line) => JSON.parse(line) as { path: string; digest: string });
  for (const { path, digest } of entries) expect(sha256(await readFile(join(folder, path)))).toBe(digest);
  expect(entries.map(({ digest }) => digest).sort()).toEqual(
    [hello, family, ...hostile, unreadable].map(sha256).sort(),
  );
});

test('duplicates are left out once, or once for each custodian, and their holders stay named', async () => {
  const hidden = await exported({ format: 'dat', duplicates: 'hide' });
  expect(hidden).toMatchObject({ items: 6, hidden: 3 });
  const rows = readDat(await readFile(join(hidden.folder, 'loadfile.dat')));
  expect(rows.filter(({ Subject }) => Subject === 'Minutes')).toMatchObject([
    { Custodian: 'Ana', AllCustodians: 'Ana; Ben Berg' },
  ]);
  const each = await exported({ format: 'dat', duplicates: 'per-custodian' });
  expect(each).toMatchObject({ items: 8, hidden: 1 });
  const both = readDat(await readFile(join(each.folder, 'loadfile.dat'))).filter(
    ({ Subject }) => Subject === 'Minutes',
  );
  expect(both.map(({ Custodian, IsDuplicateOf }) => [Custodian, IsDuplicateOf])).toEqual([
    ['Ana', ''],
    ['Ben Berg', both[0]!['BegDoc']],
  ]);
});

test('a selection of items is exported, each once, and nothing of another matter', async () => {
  const { rows } = await database.pool.query<{ mailbox_id: string; item_id: string; version: number; subject: string }>(
    'select i.mailbox_id, i.item_id, i.version, m.subject from items i join messages m using (matter_id, digest) order by i.item_id',
  );
  const keys = rows.map(({ mailbox_id: mailbox, item_id: item, version }) => ({ mailbox, item, version }) as ItemKey);
  async function* found(): AsyncGenerator<readonly ItemKey[]> {
    yield await Promise.resolve(keys.slice(0, 5));
    yield keys.slice(3);
  }
  const { items, folder } = await exported({ selection: { kind: 'items', query: 'subject:minutes', items: found() } });
  expect(items).toBe(8);
  expect(await readFile(join(folder, 'manifest.csv'), 'utf8')).not.toContain('elsewhere');
  const { receipt } = parseReceipt(await readFile(join(folder, 'receipt.json')));
  expect(receipt.body).toMatchObject({ request: { query: 'subject:minutes' } });
});

describe('the receipt of an export', () => {
  const filesIn = async (folder: string) => {
    const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const contents = new Map<string, Buffer>();
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      contents.set(path.slice(folder.length + 1), await readFile(path));
    }
    return contents;
  };
  const check = async (bytes: Buffer, contents: ReadonlyMap<string, Buffer>): Promise<string[]> => {
    const files = {
      list: () => Promise.resolve([...contents.keys()]),
      async *bytesOf(path: string) {
        yield await Promise.resolve(contents.get(path)!);
      },
      read(path: string) {
        return contents.has(path) ? this.bytesOf(path) : null;
      },
      besides: ['receipt.json'],
    };
    const { checks } = await verifyReceipt({ bytes, trustedKey: key.fingerprint, files });
    return checks.filter(({ passed }) => !passed).map(({ name, detail }) => `${name}: ${detail}`);
  };

  test.each(['eml', 'mbox', 'dat', 'csv'] as const)(
    'verifies against the %s files that were handed out',
    async (format) => {
      const { folder } = await exported({ format });
      const receipt = await readFile(join(folder, 'receipt.json'));
      const contents = await filesIn(folder);
      expect(await check(receipt, contents)).toEqual([]);
      const other = [...contents.keys()].find((path) => path.includes('/'))!;
      const changed = Buffer.from(contents.get(other)!);
      changed[changed.length - 1]! ^= 1;
      expect(await check(receipt, new Map([...contents, [other, changed]]))).toEqual([`files: ${other} was changed.`]);
      expect(await check(receipt, new Map([...contents, ['more.txt', changed]]))).toEqual([
        'files: more.txt was not handed out with them.',
      ]);
      const fewer = new Map(contents);
      fewer.delete(other);
      expect(await check(receipt, fewer)).toEqual([`files: ${other} is missing.`]);
      const lines = contents.get('manifest.jsonl')!.toString().split('\n').slice(1).join('\n');
      expect(await check(receipt, new Map([...contents, ['manifest.jsonl', Buffer.from(lines)]]))).toEqual([
        'files: manifest.jsonl was changed.',
      ]);
      const forged = Buffer.from(receipt.toString().replace('person:ada', 'person:eve'));
      expect(await check(forged, contents)).toEqual(['signature: It was changed after it was signed.']);
    },
  );

  test('is in the audit trail, with who exported what', async () => {
    const { folder } = await exported({ format: 'eml', duplicates: 'hide' });
    const { rows } = await database.pool.query<{ actor: string; action: string; subject: Record<string, unknown> }>(
      'select actor, action, subject from audit_entries order by seq desc limit 3',
    );
    expect(rows.map(({ actor, action }) => [actor, action])).toEqual([
      ['person:ada', 'export.completed'],
      ['person:ada', 'receipt.issued'],
      ['person:ada', 'export.started'],
    ]);
    expect(rows[2]!.subject).toMatchObject({ matter, format: 'eml', duplicates: 'hide', folder, items: 6, hidden: 3 });
    expect(rows[0]!.subject).toMatchObject({ export: rows[2]!.subject['export'], items: 6, files: 6 });
  });
});

describe('an unfinished export', () => {
  /** Stops after so many items. */
  async function stopAfter(folder: string, items: number, changes: Partial<ExportRequest>): Promise<void> {
    const stop = new AbortController();
    const onProgress = (done: { items: number }): void => {
      if (done.items >= items) stop.abort(new Error('stopped'));
    };
    await expect(
      runExport(tools, { folder, request: request(changes), signal: stop.signal, onProgress }),
    ).rejects.toThrow('stopped');
  }

  test('goes on with its frozen selection, whatever was kept meanwhile', async () => {
    await using own = await testDatabase();
    const inOwn = { ...tools, database: own, vault: memoryVault() };
    const place = { ...inOwn, key: await openSigningKey({ dataFolder: join(root, 'own'), database: own, clock }) };
    const messages = Array.from({ length: 40 }, (_, at) => mail({ Subject: `Number ${String(at)}` }));
    const kept = await keepMail(own, place.vault, { messages });
    const folder = newFolder();
    const stop = new AbortController();
    const asked = { ...request({ matter: kept.matter, format: 'dat' }) };
    await expect(
      runExport(place, {
        folder,
        request: asked,
        signal: stop.signal,
        onProgress: () => stop.abort(new Error('stopped')),
      }),
    ).rejects.toThrow('stopped');
    await keepMail(own, place.vault, { messages: [mail({ Subject: 'late' })] });
    const seen: [number, boolean][] = [];
    const onBegun = (begun: { items: number }, isResumed: boolean): number => seen.push([begun.items, isResumed]);
    expect(await runExport(place, { folder, request: asked, onBegun })).toMatchObject({ items: 40 });
    expect(seen).toEqual([[40, true]]);
  });

  test('says so when an item was disposed of meanwhile', async () => {
    const folder = newFolder();
    const kept = await keepMail(database, vault, {
      matterName: 'Disposed',
      messages: Array.from({ length: 30 }, (_, at) => mail({ Subject: `Number ${String(at)}` })),
    });
    const asked = { matter: kept.matter, format: 'eml' } as const;
    await stopAfter(folder, 1, asked);
    await database.pool.query('delete from items where matter_id = $1 and digest = $2', [
      kept.matter,
      kept.digests[20],
    ]);
    await expect(runExport(tools, { folder, request: request(asked) })).rejects.toMatchObject({
      kind: 'not-found',
      code: 'export-item-gone',
    });
  });

  test('is refused to another request, and to another process', async () => {
    const folder = newFolder();
    await stopAfter(folder, 1, { format: 'mbox' });
    for (const changes of [{ format: 'eml' }, { format: 'mbox', duplicates: 'hide' }] as const) {
      await expect(runExport(tools, { folder, request: request(changes) })).rejects.toMatchObject({
        kind: 'conflict',
        code: 'export-request-differs',
      });
    }
    await runExport(tools, {
      folder,
      request: request({ format: 'mbox' }),
      onBegun: () => undefined,
      onProgress: () => undefined,
    });
    const busy = newFolder();
    let second: Promise<unknown> = Promise.resolve();
    await runExport(tools, {
      folder: busy,
      request: request({ format: 'mbox' }),
      onBegun: () => {
        second = runExport(tools, { folder: busy, request: request({ format: 'mbox' }) }).catch(
          (thrown: unknown) => thrown,
        );
      },
    });
    expect(await second).toMatchObject({ kind: 'conflict' });
  });

  test('whose mbox was touched meanwhile is written anew from there', async () => {
    const whole = newFolder();
    await runExport(tools, { folder: whole, request: request({ format: 'mbox' }) });
    const folder = newFolder();
    await stopAfter(folder, 5, { format: 'mbox' });
    const box = join(`${folder}.partial`, 'Ana', 'ana@lakeside.example.mbox');
    const bytes = await readFile(box);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    await writeFile(box, bytes);
    await runExport(tools, { folder, request: request({ format: 'mbox' }) });
    for (const name of [
      'Ana/ana@lakeside.example.mbox',
      'Ben Berg/ben@lakeside.example.mbox',
      'manifest.jsonl',
      'messages.csv',
    ])
      expect(await readFile(join(folder, name), 'latin1')).toBe(await readFile(join(whole, name), 'latin1'));
  });
});
