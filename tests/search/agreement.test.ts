import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MatterId } from '#evidence';
import { newId, type Database } from '#platform';
import {
  countHits,
  findHits,
  matches,
  parseKql,
  prepareSearch,
  printKql,
  type Expression,
  type SearchableItem,
} from '#search';
import { mail, multipart, part } from '../../src/formats/testing.ts';
import { allOf, anyOf, checkProximity, otherWays, searchableItems } from '../../src/search/testing.ts';
import { testDatabase } from '../postgres.ts';
import { searchableMail } from './searchable-mail.ts';

const now = new Date('2026-03-18T12:00:00Z');
const vocabulary = [
  'budget',
  'Budgets',
  'plan',
  'Grüße',
  'grusse',
  'ana@lakeside.example',
  'lakeside.example',
  'northern-lights',
  '東京都',
  '京',
  'der',
  'plan.xlsx',
  "o'brien",
  'https://lakeside.example/plan?x=1',
  '😀',
  'die',
];
const addresses = ['ana@lakeside.example', 'bob.lee@mail.northern.example', 'carl@other.example'];
const names = ['Ana Lund', 'Bob Lee', 'Budget Plan', ''];

/** A row of numbers that is the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

function generatedMail(count: number): Buffer[] {
  const roll = dice(7);
  const pick = <T>(list: readonly T[]): T => list[roll(list.length)]!;
  const words = (length: number): string => Array.from({ length }, () => pick(vocabulary)).join(' ');
  const people = (most: number): string =>
    Array.from({ length: 1 + roll(most) }, () => {
      const name = pick(names);
      return name === '' ? pick(addresses) : `"${name}" <${pick(addresses)}>`;
    }).join(', ');
  return Array.from({ length: count }, (_, at) => {
    const fields: Record<string, string> = {
      Subject: words(roll(5)),
      From: people(1),
      To: people(3),
      'Message-ID': `<m${String(at)}@lakeside.example>`,
      Date: new Date(Date.UTC(2026, roll(4), 1 + roll(28), roll(24))).toUTCString(),
    };
    if (roll(3) === 0) fields.Cc = people(2);
    if (roll(4) === 0) fields.Bcc = people(2);
    if (roll(4) === 0) fields.Importance = pick(['high', 'low']);
    const encoded = 'text/plain; charset=utf-8';
    if (roll(3) > 0)
      return mail({ ...fields, 'Content-Type': encoded, 'Content-Transfer-Encoding': '8bit' }, words(roll(25)));
    const attached =
      roll(2) === 0
        ? part(
            {
              'Content-Type': `application/pdf; name=${pick(['plan.pdf', 'budget.xlsx'])}`,
              'Content-Disposition': 'attachment',
            },
            'x',
          )
        : part(
            { 'Content-Type': 'message/rfc822' },
            `Subject: ${words(2)}\r\nFrom: ${people(1)}\r\nContent-Type: ${encoded}\r\n\r\n${words(6)}`,
          );
    return mail(
      { ...fields, 'Content-Type': 'multipart/mixed; boundary=b' },
      multipart('b', [part({ 'Content-Type': encoded }, words(roll(10))), attached]),
    );
  });
}

/** Texts longer than one chunk, and one word more often than a chunk can tell. */
function longMail(): Buffer[] {
  const roll = dice(11);
  const filler = (count: number): string => Array.from({ length: count }, () => `w${String(roll(900))}`).join(' ');
  const body = (text: string): Buffer =>
    mail({ Subject: 'long', 'Content-Type': 'text/plain; charset=utf-8' }, text.replaceAll(/(.{300,400}) /g, '$1\r\n'));
  return [
    body(`${filler(15_950)} alpha beta ${filler(20)} gamma ${filler(9000)} alpha ${filler(100)} omega`),
    body(`${'zero '.repeat(3000)} alpha zero beta ${'zero '.repeat(2000)} omega`),
    body(`${filler(40_000)} omega alpha`),
  ];
}

let database: Database;
let matter: MatterId;
let longMatter: MatterId;
type Items = readonly { readonly id: string; readonly item: SearchableItem }[];
let items: Items;

beforeAll(async () => {
  database = await testDatabase();
  matter = await searchableMail(database, generatedMail(150));
  await scatter();
  longMatter = await searchableMail(database, longMail(), 'Long');
  items = await searchableItems(database.reader, matter);
});
afterAll(() => database[Symbol.asyncDispose]());

/** Puts the items into several mailboxes, folders and places, of several custodians, received at several times. */
async function scatter(): Promise<void> {
  const { pool } = database;
  const [folder, custodian, mailbox] = [newId(), newId(), newId()];
  await pool.query(
    `insert into mailboxes select $1, matter_id, tenant_id, 'mailbox-2', kind, 'bob@other.example', 'Bob Lee', created_at from mailboxes limit 1`,
    [mailbox],
  );
  await pool.query(
    `insert into folders select $1, $2, 'deleted', 'Inbox/Deleted Plan', 'recoverable', seen_at from folders limit 1`,
    [folder, mailbox],
  );
  await pool.query(`insert into custodians select $1, matter_id, 'Bob Lee', created_at from custodians limit 1`, [
    custodian,
  ]);
  await pool.query(
    `with numbered as (select item_id, row_number() over (order by item_id) as n from items)
     update items i set
       received_at = case when n % 11 = 0 then null else timestamptz '2026-01-01' + (n % 90) * interval '11 hours' end,
       is_draft = n % 7 = 0,
       folder_id = case when n % 3 = 0 then $1 else folder_id end,
       mailbox_id = case when n % 3 = 0 then $3 else mailbox_id end,
       custodian_id = case when n % 4 = 0 then $2 else custodian_id end
     from numbered where numbered.item_id = i.item_id`,
    [folder, custodian, mailbox],
  );
}

/** All results, page by page. */
async function searched(expression: Expression, limit = 1000, within = matter): Promise<readonly string[]> {
  const search = await prepareSearch(database.reader, { expression, matters: [within], now });
  const ids: string[] = [];
  for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
    const page = await findHits(database.reader, search, { limit, after });
    ids.push(...page.hits.map(({ id }) => id));
    after = page.next;
  }
  expect(await countHits(database.reader, search)).toBe(ids.length);
  for (const other of otherWays(search)) {
    const page = await findHits(database.reader, other, { limit: 1000 });
    expect(page.hits.map(({ id }) => id)).toEqual(ids);
  }
  return ids;
}

const expected = (expression: Expression, among = items): string[] =>
  among
    .filter(({ item }) => matches(expression, item, now))
    .map(({ id }) => id)
    .sort();

const word = fc.oneof(
  fc.constantFrom(...vocabulary),
  fc.constantFrom('ana', 'lee', 'xlsx', 'bud', 'northern', '都', 'lakes', 'alpha', 'zero'),
);
const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
const text = fc.record({ kind: fc.constant('text' as const), text: phrase, isPrefix: fc.boolean() });
const single = (values: fc.Arbitrary<string>, prefix: fc.Arbitrary<boolean> = fc.constant(false)) =>
  fc.record({ kind: fc.constant('single' as const), text: values, isPrefix: prefix });
const restriction = (property: string, operators: readonly string[], value: fc.Arbitrary<unknown>) =>
  fc.record({
    kind: fc.constant('restriction'),
    property: fc.constant(property),
    operator: fc.constantFrom(...operators),
    value,
  }) as unknown as fc.Arbitrary<Expression>;
const equality = [':', '=', '<>'];
const every = [...equality, '<', '>', '<=', '>='];
const dates = fc.constantFrom(
  '2026-01-15',
  '2026-02-01',
  '2026-01-15T11:00:00Z',
  'this month',
  'last month',
  'yesterday',
  'this week',
);
const restrictions = fc.oneof(
  ...['from', 'to', 'cc', 'bcc', 'participants', 'recipients', 'subject', 'attachment'].map((name) =>
    restriction(
      name,
      equality,
      single(fc.oneof(phrase, fc.constantFrom(...addresses, 'Ana Lund', 'plan.pdf', 'Budget Plan')), fc.boolean()),
    ),
  ),
  restriction('body', [':'], single(phrase, fc.boolean())),
  restriction('received', every, single(dates)),
  restriction('sent', every, single(dates)),
  restriction('received', [':', '='], fc.constant({ kind: 'range', from: '2026-01-10', to: '2026-02-10' })),
  restriction('size', every, single(fc.constantFrom('500', '1KB', '100KB', '412'))),
  restriction('hasattachment', equality, single(fc.constantFrom('true', 'no'))),
  restriction('isdraft', equality, single(fc.constantFrom('true', 'false'))),
  restriction('importance', equality, single(fc.constantFrom('high', 'normal'))),
  restriction('kind', equality, single(fc.constantFrom('email', 'meetings', 'notes'))),
  restriction('place', equality, single(fc.constantFrom('visible', 'recoverable'))),
  restriction(
    'folder',
    equality,
    single(fc.constantFrom('inbox', 'Inbox', 'plan', 'Inbox/Deleted Plan', 'Inb'), fc.boolean()),
  ),
  restriction('custodian', equality, single(fc.constantFrom('Ana', 'bob', 'Bob Lee', 'le'), fc.boolean())),
  restriction(
    'mailbox',
    equality,
    single(fc.constantFrom('ana@lakeside.example', 'other.example', 'Bob Lee'), fc.boolean()),
  ),
  restriction('matter', equality, single(fc.constantFrom('Lakeside', 'Other'))),
  restriction(
    'messageid',
    equality,
    single(fc.constantFrom('<m1@lakeside.example>', 'm2@lakeside.example', 'm3'), fc.boolean()),
  ),
);
const { nearby, expression } = fc.letrec<{ nearby: Expression; expression: Expression }>((tie) => ({
  nearby: fc.oneof(
    { maxDepth: 2 },
    text,
    fc
      .record({
        kind: fc.constant('near' as const),
        isOrdered: fc.boolean(),
        distance: fc.nat(6),
        left: tie('nearby'),
        right: tie('nearby'),
      })
      .filter((near) => checkProximity(near) === null),
    fc.array(tie('nearby'), { minLength: 2, maxLength: 3 }).map(anyOf),
  ),
  expression: fc.oneof(
    { maxDepth: 3 },
    text,
    restrictions,
    tie('nearby'),
    fc.record({ kind: fc.constant('not' as const), operand: tie('expression') }),
    fc.array(tie('expression'), { minLength: 2, maxLength: 3 }).map(allOf),
    fc.array(tie('expression'), { minLength: 2, maxLength: 3 }).map(anyOf),
  ),
}));

describe('what Postgres finds', () => {
  test('is what a plain reading of every message finds, for whatever is asked', async () => {
    expect(nearby).toBeDefined();
    let found = 0;
    await fc.assert(
      fc.asyncProperty(expression, async (given) => {
        const ids = await searched(given);
        found += ids.length;
        expect({ query: printKql(given), ids: [...ids].sort() }).toEqual({
          query: printKql(given),
          ids: expected(given),
        });
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(1000);
  }, 120_000);

  test('includes phrases and nearness across the borders of chunks, and no others', async () => {
    const queries: readonly (readonly [string, number])[] = [
      ['"alpha beta"', 1],
      ['alpha ONEAR(1) beta', 2],
      ['beta NEAR(20) gamma', 1],
      ['beta NEAR(19) gamma', 0],
      ['alpha NEAR(100) omega', 2],
      ['alpha ONEAR(100) omega', 1],
      ['alpha NEAR(99) omega', 1],
      ['omega ONEAR(0) alpha', 1],
      ['"zero alpha zero beta zero"', 1],
      ['"zero zero zero omega"', 1],
      ['alpha AND omega', 3],
      ['gamma AND omega', 1],
      ['alpha NOT gamma', 2],
      ['omega NOT (alpha OR beta)', 0],
      ['NOT gamma', 2],
      ['(gamma OR zero) AND omega AND subject:long NOT subject<>long', 2],
    ];
    const { rows } = await database.pool.query<{ most: number }>('select max(chunk) as most from search_chunks');
    expect(rows[0]!.most).toBeGreaterThan(2);
    const long = await searchableItems(database.reader, longMatter);
    for (const [query, count] of queries) {
      const given = parseKql(query);
      const ids = await searched(given, 10, longMatter);
      expect([query, ids.length]).toEqual([query, count]);
      expect([...ids].sort()).toEqual(expected(given, long));
    }
  });

  test('does not hang in queries of two thousand words', async () => {
    const words = Array.from({ length: 2000 }, (_, at) => `w${String(at)}`);
    expect(await searched(parseKql(words.join(' ')))).toEqual([]);
    expect(await searched(parseKql(words.map((one) => `NOT ${one}`).join(' ')))).toHaveLength(items.length);
    expect(await searched(parseKql([...words, 'budget'].join(' OR ')))).toEqual(await searched(parseKql('budget')));
    expect(await searched(parseKql(`${words.join(' ')} OR size>0`))).toHaveLength(0);
  }, 90_000);

  test('never comes from a matter that was not asked for', async () => {
    for (const query of ['*', 'subject=long', 'NOT budget', 'matter:Long', 'matter<>Lakeside'])
      for (const id of await searched(parseKql(query))) expect(items.map((one) => one.id)).toContain(id);
    const both = await prepareSearch(database.reader, {
      expression: { kind: 'everything' },
      matters: [matter, longMatter],
      now,
    });
    expect(await countHits(database.reader, both)).toBe(items.length + 3);
  });

  test('comes newest first, in pages that hold everything once', async () => {
    const whole = await searched({ kind: 'everything' });
    expect(whole).toHaveLength(items.length);
    for (const limit of [1, 7, 50]) expect(await searched({ kind: 'everything' }, limit)).toEqual(whole);
    const byId = new Map(items.map(({ id, item }) => [id, item.receivedAt?.getTime() ?? -Infinity]));
    const sorted = [...whole].sort((a, b) => byId.get(b)! - byId.get(a)! || (a < b ? -1 : 1));
    expect(whole).toEqual(sorted);
  });
});
