import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExportTree, type Named } from './export-tree.ts';
import { foldName, safeName } from './safe-name.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.stringMatching(/^[./\\: ~\-]{1,12}$/),
  fc.constantFrom(
    'CON',
    'nul',
    'com1.txt',
    'LPT¹',
    'aux .eml',
    '..',
    '.',
    '../../etc/passwd',
    'C:\\x',
    '\u202egpj.exe',
    'a\u0000b',
    ' ',
    '',
    '~',
    '-rf',
    'İ',
    'ß',
    'SS',
    'é',
    'e\u0301',
    'e\u0301.',
    'Inbox',
    'INBOX',
    'inbox ',
  ),
);

/** What every name must be on Windows, macOS and Linux alike. */
function expectSafe(name: string): void {
  expect(name).not.toMatch(/[<>:"/\\|?*]|\p{Cc}|\p{Cf}|\p{Cs}/u);
  expect(name).not.toMatch(/^[.\-~\s]|[. ]$/);
  expect(name).not.toMatch(/^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?$/i);
  expect(name).not.toBe('');
  expect(name.normalize('NFC')).toBe(name);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
}

test('any text becomes a name that every system takes', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 8, max: 100 }), (text, units) => {
      const name = safeName(text, units, 'nothing');
      expectSafe(name);
      expect(name.length).toBeLessThanOrEqual(Math.max(units, 'nothing'.length));
      expect(safeName(name, units, 'nothing')).toBe(name);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['Quarterly report: Q1/Q2', 'Quarterly report_ Q1_Q2'],
  ['con', '_con'],
  ['NUL.txt', '_NUL.txt'],
  ['console', 'console'],
  ['trailing. . .', 'trailing'],
  ['\r\n\tline\nbreaks ', 'line breaks'],
  ['..', 'nothing'],
  ['.hidden', '_hidden'],
  ['-rf', '_rf'],
  ['cafe\u0301', 'caf\u00e9'],
  ['\u202Efdp.exe', 'fdp.exe'],
  ['日本語の件名', '日本語の件名'],
])('%j becomes %j', (text, name) => {
  expect(safeName(text, 60, 'nothing')).toBe(name);
});

const row: fc.Arbitrary<Named> = fc.record({
  custodian: hostile,
  address: hostile,
  folderPath: fc.array(hostile, { maxLength: 6 }).map((parts) => parts.join('/')),
  subject: fc.option(hostile),
  receivedAt: fc.option(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })),
});

test('any rows get safe paths that stay below, differ everywhere, and are the same again', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const tree = new ExportTree(['manifest.csv']);
      const paths = rows.map((each) => tree.place(each));
      for (const path of paths) {
        const parts = path.split('/');
        for (const part of parts) expectSafe(part);
        expect(parts.length).toBeGreaterThanOrEqual(4);
        expect(path.length).toBeLessThanOrEqual(250);
        expect(path.endsWith('.eml')).toBe(true);
      }
      expect(new Set(paths.map(foldName)).size).toBe(paths.length);
      const again = new ExportTree(['manifest.csv']);
      expect(rows.map((each) => again.place(each))).toEqual(paths);
    }),
    { numRuns: 300 },
  );
});

const plain: Named = {
  custodian: 'Zoë Brown',
  address: 'zoe@lakeside.example',
  folderPath: 'Inbox/Invoices',
  subject: 'Hello',
  receivedAt: new Date('2026-01-31T09:30:05Z'),
};

test('a path tells custodian, mailbox, folder, date and subject', () => {
  const tree = new ExportTree([]);
  expect(tree.place(plain)).toBe('Zoë Brown/zoe@lakeside.example/Inbox/Invoices/2026-01-31 093005 Hello.eml');
  expect(tree.place({ ...plain, subject: null, receivedAt: null })).toBe(
    'Zoë Brown/zoe@lakeside.example/Inbox/Invoices/undated no subject.eml',
  );
});

test('equal names are numbered, also where only case or composition differ', () => {
  const tree = new ExportTree([]);
  const names = ['Café', 'CAFÉ', 'cafe\u0301', 'Café (2)', 'Café'].map((subject) =>
    tree
      .place({ ...plain, subject })
      .split('/')
      .at(-1),
  );
  expect(names).toEqual([
    '2026-01-31 093005 Café.eml',
    '2026-01-31 093005 CAFÉ (2).eml',
    '2026-01-31 093005 café (3).eml',
    '2026-01-31 093005 Café (2) (2).eml',
    '2026-01-31 093005 Café (4).eml',
  ]);
});

test('two folders of a source stay two folders, and their files stay together', () => {
  const tree = new ExportTree([]);
  const folders = ['Inbox', 'INBOX', 'Inbox.', 'Inbox'].map(
    (folderPath) => tree.place({ ...plain, folderPath }).split('/')[2],
  );
  expect(folders).toEqual(['Inbox', 'INBOX (2)', 'Inbox (3)', 'Inbox']);
});

test('deep folders are shortened, and stay apart', () => {
  const tree = new ExportTree([]);
  const deep = (last: string): string =>
    tree.place({ ...plain, folderPath: `Inbox/${'a rather long name/'.repeat(12)}${last}` });
  const [one = '', two = ''] = [deep('one'), deep('two')];
  expect(one).toMatch(/\/Inbox\/one~[0-9a-f]{8}\//);
  expect(two).toMatch(/\/Inbox\/two~[0-9a-f]{8}\//);
  const long = tree.place({
    ...plain,
    subject: 'word '.repeat(100),
    custodian: 'x'.repeat(300),
    address: 'y'.repeat(300),
  });
  expect(long.length).toBeLessThan(230);
});

test('many equal subjects are numbered quickly', () => {
  const tree = new ExportTree([]);
  const paths = Array.from({ length: 20_000 }, () => tree.place(plain));
  expect(paths.at(-1)).toMatch(/ \(20000\)\.eml$/);
});

test('a custodian named like a manifest does not meet it', () => {
  const tree = new ExportTree(['manifest.csv']);
  expect(tree.place({ ...plain, custodian: 'Manifest.CSV' }).split('/')[0]).toBe('Manifest.CSV (2)');
});

test('any mailboxes get safe paths, the same one for the same mailbox and another one for another', () => {
  const mailbox = row.map(({ custodian, address }) => ({ custodian, address }));
  fc.assert(
    fc.property(fc.array(mailbox, { maxLength: 20 }), (mailboxes) => {
      const tree = new ExportTree(['messages.csv']);
      const paths = new Map(mailboxes.map((each) => [JSON.stringify(each), tree.placeMailbox(each)]));
      for (const each of mailboxes) expect(tree.placeMailbox(each)).toBe(paths.get(JSON.stringify(each)));
      expect(new Set([...paths.values()].map(foldName)).size).toBe(paths.size);
      for (const path of paths.values()) {
        for (const part of path.split('/')) expectSafe(part);
        expect(path).toMatch(/^[^/]+\/[^/]+\.mbox$/);
      }
    }),
  );
});
