import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MatterId } from '#evidence';
import { openSigningKey } from '#custody';
import { runExport, type ExportRequest, type ExportTools } from '#export';
import { systemClock as clock, type Database } from '#platform';
import { extractTexts, processMatter } from '#processing';
import { memoryVault, type Vault } from '#vault';
import { base64, docx, mail, multipart, part, pdf, pdfLines, zip } from '../../src/formats/testing.ts';
import { keepMail } from '../../src/processing/testing.ts';
import { testDatabase } from '../postgres.ts';

let root = '';
let database: Database;
let vault: Vault;
let matter: MatterId;
let tools: ExportTools;

const file = (name: string, type: string, bytes: Buffer | string): string =>
  part(
    {
      'Content-Type': `${type}; name="${name}"`,
      'Content-Disposition': 'attachment',
      'Content-Transfer-Encoding': 'base64',
    },
    base64(Buffer.from(bytes)),
  );
const packed = zip([{ name: 'plan.docx', bytes: docx('<w:p><w:t>in the archive</w:t></w:p>') }]);
const message = mail(
  { Subject: 'Files', 'Content-Type': 'multipart/mixed; boundary=b' },
  multipart('b', [
    part({}, 'See the files.'),
    file('offer.pdf', 'application/pdf', pdf([pdfLines(['what the page says'])])),
    file('files.zip', 'application/zip', packed),
    file('notes.txt', 'text/plain', packed),
    file('really.txt', 'text/plain', 'plain words'),
    file('broken.pdf', 'application/pdf', '%PDF-1.7 and no more'),
    file('photo.png', 'image/png', Buffer.from('89504e470d0a1a0a0000', 'hex')),
  ]),
);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'chainmail-attached-files-'));
  database = await testDatabase();
  vault = memoryVault();
  ({ matter } = await keepMail(database, vault, { messages: [message] }));
  await processMatter({ database, vault, matter });
  const key = await openSigningKey({ dataFolder: root, database, clock });
  tools = { database, vault, clock, key, actor: 'person:ada', productVersion: '0.1.0' };
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

interface Line {
  readonly number: string;
  readonly name: string;
  readonly exceptions: string;
  readonly text: string | null;
}

async function exported(changes: Partial<ExportRequest> = {}): Promise<readonly Line[]> {
  const folder = await mkdtemp(join(root, 'out-'));
  const request: ExportRequest = {
    ...{ matter, selection: { kind: 'matter' }, format: 'dat', duplicates: 'keep', encoding: 'utf-8' },
    numbering: { prefix: 'DOC', start: 1 },
    ...changes,
  };
  await runExport(tools, { folder, request });
  const [header = '', ...lines] = (await readFile(join(folder, 'loadfile.dat'), 'utf8'))
    .slice(1)
    .trimEnd()
    .split('\r\n');
  const cells = (line: string): string[] => line.slice(1, -1).split('\u00fe\u0014\u00fe');
  const cell = (line: string, field: string): string => cells(line)[cells(header).indexOf(field)]!;
  return Promise.all(
    lines.map(async (line) => {
      const path = cell(line, 'TextPath');
      const text = path === '' ? null : (await readFile(join(folder, path), 'utf8')).trim();
      return { number: cell(line, 'BegDoc'), name: cell(line, 'FileName'), exceptions: cell(line, 'Exceptions'), text };
    }),
  );
}

describe('the attached files of a load file', () => {
  test('that nobody has read yet are said to be so', async () => {
    const found = new Map((await exported()).map(({ name, exceptions }) => [name, exceptions]));
    expect(found.get('offer.pdf')).toBe('text-not-read');
    expect(found.get('Files.eml')).toBe('');
  });

  test('come with what was read of them, whatever they are called, and with why something was not', async () => {
    await extractTexts({ database, vault, matter });
    const found = new Map((await exported()).map((line) => [line.name, line]));
    expect(found.get('offer.pdf')).toMatchObject({ text: 'what the page says', exceptions: '' });
    for (const name of ['files.zip', 'notes.txt'])
      expect(found.get(name)!.text!.split(/\n+/)).toEqual(['plan.docx', 'in the archive']);
    expect(found.get('really.txt')).toMatchObject({ text: 'plain words', exceptions: '' });
    expect(found.get('broken.pdf')).toMatchObject({ text: null, exceptions: 'corrupt' });
    expect(found.get('photo.png')).toMatchObject({ text: null, exceptions: '' });
  });

  test('have numbers of one length, also where eight digits are not enough', async () => {
    const numbers = (await exported({ numbering: { prefix: 'DOC', start: 99_999_998 } })).map(({ number }) => number);
    expect(numbers.slice(0, 3)).toEqual(['DOC099999998', 'DOC099999999', 'DOC100000000']);
    expect([...numbers].sort()).toEqual(numbers);
  });
});
