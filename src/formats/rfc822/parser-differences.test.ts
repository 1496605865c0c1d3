import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { tarMembers } from '../tar/read-tar.ts';
import { parseMessage } from './parse-message.ts';

const corpus = fileURLToPath(new URL('../../../../shared/corpora/mail.tar.gz', import.meta.url));
const page = fileURLToPath(new URL('../../../docs/design/parser-differences.md', import.meta.url));
/** Of the messages that are not on the page: one in so many, unless all are asked for. */
const everyNth = process.env.SOAK === '1' ? 1 : 15;

interface Found {
  readonly digest: string;
  readonly what: string;
}

/** Rows of the tables of the page, each with its cells. */
function rowsOfPage(): readonly (readonly string[])[] {
  const lines = readFileSync(page, 'utf8').split('\n');
  const cells = lines.filter((line) => line.startsWith('|')).map((line) => line.split('|').slice(1, -1));
  return cells
    .map((row) => row.map((cell) => cell.trim()))
    .filter(([first = '']) => !/^-+$|^cause$|^message$/.test(first));
}

function ours(bytes: Buffer): readonly Found[] {
  return parseMessage(bytes).attachments.map(({ digest, mediaType, size }) => ({
    digest: digest ?? '',
    what: `${mediaType} ${String(size)}`,
  }));
}

async function theirs(bytes: Buffer): Promise<readonly Found[]> {
  const options = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true };
  return (await simpleParser(bytes, options)).attachments.map(({ content, contentType, size }) => ({
    digest: createHash('sha256').update(content).digest('hex'),
    what: `${contentType} ${String(size)}`,
  }));
}

/** What is in the one and not in the other, in words; a dash for nothing. */
function onlyIn(one: readonly Found[], other: readonly Found[]): string {
  const known = new Set(other.map(({ digest }) => digest));
  const only = one.filter(({ digest }) => !known.has(digest)).map(({ what }) => what);
  return only.sort().join(', ') || '–';
}

test('every attachment that another parser finds otherwise is explained', async (context) => {
  if (!existsSync(corpus)) context.skip('corpora not there');
  const rows = rowsOfPage();
  const causes = new Set(rows.filter((row) => row.length === 3).map(([cause]) => cause));
  const explained = new Map(rows.filter((row) => row.length === 4).map(([message = '', ...rest]) => [message, rest]));
  const tar = gunzipSync(readFileSync(corpus));
  const read = (start: number, length: number) => Promise.resolve(tar.subarray(start, start + length));
  const found = new Map<string, readonly string[]>();
  let count = 0;
  let compared = 0;
  for await (const member of tarMembers({ size: tar.length, read })) {
    if (!member.isFile || !member.name.endsWith('.eml')) continue;
    count += 1;
    if (count % everyNth !== 0 && !explained.has(member.name)) continue;
    const bytes = tar.subarray(member.start, member.start + member.size);
    const [mine, other] = [ours(bytes), await theirs(bytes)];
    compared += mine.length;
    const mineOnly = onlyIn(
      mine.filter(({ what }) => !what.startsWith('message/rfc822')),
      other,
    );
    const otherOnly = onlyIn(other, mine);
    if (mineOnly !== '–' || otherOnly !== '–') found.set(member.name, [mineOnly, otherOnly]);
  }
  expect(compared).toBeGreaterThan(50);
  expect(causes.size).toBeGreaterThan(5);
  for (const [message, [cause]] of explained) expect([message, causes.has(cause)]).toEqual([message, true]);
  const told = new Map([...explained].map(([message, [, ...only]]) => [message, only]));
  expect(new Map([...found].sort())).toEqual(new Map([...told].sort()));
}, 300_000);
