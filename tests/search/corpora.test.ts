import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fold } from '#evidence';
import { tarMembers } from '#formats';
import { countHits, matches, parseKql, prepareSearch } from '#search';
import { searchableItems } from '../../src/search/testing.ts';
import { testDatabase } from '../postgres.ts';
import { searchableMail } from './searchable-mail.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpora/mail.tar.gz', import.meta.url));
/** Of the messages: one in so many, unless all are asked for. */
const everyNth = process.env.SOAK === '1' ? 1 : 15;
const now = new Date('2026-03-18T12:00:00Z');

async function sample(): Promise<Buffer[]> {
  const tar = gunzipSync(readFileSync(corpus));
  const read = (start: number, length: number) => Promise.resolve(tar.subarray(start, start + length));
  const messages: Buffer[] = [];
  let count = 0;
  for await (const member of tarMembers({ size: tar.length, read })) {
    if (!member.isFile || !member.name.endsWith('.eml')) continue;
    if (count % everyNth === 0) messages.push(tar.subarray(member.start, member.start + member.size));
    count += 1;
  }
  return messages;
}

/** Words and phrases that a plain expression finds as well. */
const plain: readonly (readonly [string, string])[] = [
  ['money', 'money'],
  ['the', 'the'],
  ['linux', 'linux'],
  ['"click here"', 'click[^\\p{L}\\p{M}\\p{N}]+here'],
  ['"of the"', 'of[^\\p{L}\\p{M}\\p{N}]+the'],
  ['wrote', 'wrote'],
  ['zzxyzzy', 'zzxyzzy'],
];

/** Queries that only the plain evaluation of the language can tell. */
const queries = [
  'money NEAR(5) free',
  'click ONEAR(3) here',
  'from:yahoo.com',
  'subject:re NOT body:linux',
  'linu* (kernel OR driver*)',
  'size>20KB the',
  'recipients:example.com',
  'sent:2002-08-01..2002-09-30 -unsubscribe',
  '*',
];

test('counts over real mail are those of reading every message', async (context) => {
  if (!existsSync(corpus)) {
    context.skip('corpora not there');
    return;
  }
  await using database = await testDatabase();
  const matter = await searchableMail(database, await sample());
  const items = await searchableItems(database.reader, matter);
  expect(items.length).toBeGreaterThan(100);
  const counted = async (query: string): Promise<number> =>
    countHits(
      database.reader,
      await prepareSearch(database.reader, { expression: parseKql(query), matters: [matter], now }),
    );
  for (const [query, word] of plain) {
    const pattern = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])${word}(?![\\p{L}\\p{M}\\p{N}])`, 'u');
    const found = items.filter(({ item }) => item.units.some(({ text }) => pattern.test(fold(text)))).length;
    expect([query, await counted(query)]).toEqual([query, found]);
  }
  for (const query of queries) {
    const expression = parseKql(query);
    const found = items.filter(({ item }) => matches(expression, item, now)).length;
    expect([query, await counted(query)]).toEqual([query, found]);
  }
}, 600_000);
