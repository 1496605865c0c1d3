import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '#evidence';
import { allOf, anyOf, type ComparisonOperator, type Expression } from './expression.ts';
import { explainKql } from './explain.ts';
import { parseKql, readKql } from './parse.ts';
import { printKql } from './print.ts';
import { definitionOf, properties, type PropertyName } from './properties.ts';

const now = new Date('2026-03-18T12:00:00Z');
/** What a query means, with everything implicit made explicit. */
const means = (query: string): string => printKql(parseKql(query));

describe('a query, by the examples of the definition,', () => {
  test.each([
    ['federated search', 'federated AND search'],
    ['federat* search', 'federat* AND search'],
    ['search fed*', 'search AND fed*'],
    ['"John Smith"', '"John Smith"'],
    ['subject:"Advanced Search"', 'subject:"Advanced Search"'],
    ['subject:"Advanced Sear*"', 'subject:"Advanced Sear"*'],
    ['from:Shakesp*', 'from:Shakesp*'],
    // A restriction has no space in it, or it is words.
    ['author: "John Smith"', '"author:" AND "John Smith"'],
    ['author :"John Smith"', 'author AND "John Smith"'],
    ['from : ana', '"from" AND ana'],
    ['ana & bob - carl', 'ana AND bob AND carl'],
    // Repeats of a property are alternatives, different ones are all wanted.
    ['from:"John Smith" from:"Jane Smith"', 'from:"John Smith" OR from:"Jane Smith"'],
    ['from:"John Smith" kind:email', 'from:"John Smith" AND kind:email'],
    ['from:a subject:x from:b word', '(from:a OR from:b) AND subject:x AND word'],
    [
      'from:"John Smith" AND (kind:email subject:"Advanced Search")',
      'from:"John Smith" AND kind:email AND subject:"Advanced Search"',
    ],
    ['from:a AND from:b', 'from:a AND from:b'],
    ['"acquisition" NEAR "debt"', 'acquisition NEAR(8) debt'],
    ['"acquisition" NEAR(n=3) "debt"', 'acquisition NEAR(3) debt'],
    ['"acquisition" ONEAR(n=4) "debt"', 'acquisition ONEAR(4) debt'],
    ['acquisition NEAR(4) debt', 'acquisition NEAR(4) debt'],
    ['WORDS(TV, Television)', 'TV OR Television'],
    ['ALL(cat dog)', 'cat AND dog'],
    ['ANY(cat dog)', 'cat OR dog'],
    ['NONE(cat, dog)', 'NOT (cat OR dog)'],
    ['cat -dog', 'cat AND NOT dog'],
    ['+cat +dog', 'cat AND dog'],
    ['cat NOT dog', 'cat AND NOT dog'],
    ['-from:a -from:b', 'NOT from:a AND NOT from:b'],
    ['+from:a +from:b', 'from:a AND from:b'],
    ['and or not', 'and AND or AND not'],
    ['received:2026-01-01..2026-01-31', 'received:2026-01-01..2026-01-31'],
    ['received:"this week"', 'received:"this week"'],
    ['size>=1.5MB', 'size>=1.5MB'],
    ['AttachmentNames:budget.xlsx', 'attachment:budget.xlsx'],
    ['messageid:<a1@x.example>', 'messageid:<a1@x.example>'],
    ['http://portal.example/a', '"http://portal.example/a"'],
    ['“smart quotes”', '"smart quotes"'],
    ['"he said ""no"" twice"', '"he said ""no"" twice"'],
    ['"AND"', '"AND"'],
    ['subject:(budget OR "cost plan")', 'subject:budget OR subject:"cost plan"'],
    ['subject:(a b)', 'subject:a AND subject:b'],
    ['*', '*'],
  ])('%s is %s', (query, meaning) => {
    expect(means(query)).toBe(meaning);
  });

  test('binds NOT closer than NEAR, AND, OR, and all of them closer than nothing', () => {
    expect(means('a OR b AND c')).toBe('a OR b AND c');
    expect(parseKql('a OR b AND c')).toEqual(parseKql('a OR (b AND c)'));
    expect(parseKql('a OR b c')).toEqual(parseKql('(a OR b) AND c'));
    expect(parseKql('a AND b NEAR c')).toEqual(parseKql('a AND (b NEAR c)'));
    expect(parseKql('NOT a OR b')).toEqual(parseKql('(NOT a) OR b'));
  });
});

describe('a query that is not understood', () => {
  test.each([
    ['', 0, 'empty'],
    ['budget AND', 10, 'missing'],
    ['OR budget', 0, 'before this operator'],
    ['a AND OR b', 6, 'side by side'],
    ['(budget', 7, 'not closed'],
    ['budget)', 6, 'closes nothing'],
    ['a ()', 3, 'nothing between'],
    ['say "hello', 4, 'no end'],
    ['sender:ana', 0, 'no property sender'],
    ['fron:ana', 0, 'no property fron'],
    ['received>yesterdy', 9, 'not a value of received'],
    ['received:2026-02-30', 9, 'not a value of received'],
    ['size>big', 5, 'not a value of size'],
    ['subject>a', 8, 'cannot be compared'],
    ['importance:urgent', 11, 'not a value of importance'],
    ['hasattachment:maybe', 14, 'not a value of hasattachment'],
    ['*ing', 0, 'by their end'],
    ['subject:"Advan* Search"', 8, 'at the end of a word'],
    ['from:a NEAR b', 0, 'words and phrases only'],
    ['a NEAR(500) b', 2, 'reaches over'],
    ['a NEAR(x) b', 2, 'whole number'],
    ['a XRANK(cb=1) b', 2, 'not ranked'],
    ['subject:a..b from:c..d size:1..', 28, 'not a value of size'],
    ['received:2026-01-31..2026-01-01', 9, 'ends before it begins'],
    ['size:10KB..9KB', 5, 'ends before it begins'],
    ['received:"2026-01-01".."2026-01-31"', 9, 'no phrase'],
    ['received:2026-01-01.."2026-01-31"', 9, 'not a value of received'],
    ['messageid:*', 10, 'not a value of messageid'],
    ['digest:*', 7, 'not a value of digest'],
    ['a "---" b', 2, 'no letter'],
    ['subject:(from:a)', 9, 'inside the values'],
    ['('.repeat(200) + 'a' + ')'.repeat(200), 100, 'too deep'],
  ])('%s says where (%i) and why', (query, at, cause) => {
    const read = readKql(query);
    if (!('problem' in read)) throw new Error(`it is understood: ${printKql(read.expression)}`);
    expect(read.problem.cause).toContain(cause);
    expect(read.problem.fix).not.toBe('');
    expect([at, query]).toEqual([read.problem.at, query]);
  });

  test('is the failure bad-query, with place and fix', () => {
    expect(() => parseKql('fron:ana')).toThrow(
      expect.objectContaining({
        kind: 'malformed',
        code: 'bad-query',
        message: 'There is no property fron. (at character 1, "fron:")',
        fix: 'Did you mean from? To find the text itself, put it in quotation marks.',
      }),
    );
    expect(() => parseKql('a AND')).toThrow(Failure);
  });

  test('never ends in anything else', () => {
    const pieces = fc.constantFrom(
      'a',
      '"b c"',
      '"',
      '(',
      ')',
      'AND',
      'OR',
      'NOT',
      'NEAR(2)',
      'ONEAR',
      'from:',
      'from:x',
      '-',
      '+',
      '*',
      'c*',
      'size>1',
      'ALL(',
      ',',
      'received:today',
      '..',
      '<>',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 12 }), (parts) => {
        const read = readKql(parts.join(''));
        if ('problem' in read) expect(read.problem.at).toBeLessThanOrEqual(parts.join('').length);
        else expect(parseKql(printKql(read.expression))).toEqual(read.expression);
      }),
      { numRuns: 2000 },
    );
  });
});

const word = fc.oneof(
  fc.constantFrom(
    'budget',
    'AND',
    'near',
    'from',
    'NEAR(3)',
    'Grüße',
    '東京',
    'ana@lakeside.example',
    'a-b',
    "o'brien",
    '-x',
    '+y',
    'a:b',
    'a,b',
    'say "no"',
    'x..y',
    'http://a.example/b',
  ),
  fc.string({ minLength: 1, maxLength: 8 }).map((text) => `a${text.replaceAll('*', '')}`),
);
const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
const text = fc.record({ kind: fc.constant('text' as const), text: phrase, isPrefix: fc.boolean() });

function valueOf(property: PropertyName): fc.Arbitrary<Expression> {
  const { type, choices = [] } = definitionOf(property);
  const make = (operators: readonly string[], value: fc.Arbitrary<unknown>) =>
    fc.record({
      kind: fc.constant('restriction'),
      property: fc.constant(property),
      operator: fc.constantFrom(...operators),
      value,
    }) as fc.Arbitrary<Expression>;
  const single = (values: fc.Arbitrary<string>, prefix: fc.Arbitrary<boolean> = fc.constant(false)) =>
    fc.record({ kind: fc.constant('single'), text: values, isPrefix: prefix });
  // A range that ends before it begins is refused.
  const range = (values: fc.Arbitrary<string>) =>
    fc.tuple(values, fc.constantFrom('', 'today')).map(([from, to]) => ({ kind: 'range', from, to: to || from }));
  const equality: ComparisonOperator[] = [':', '=', '<>'];
  const every: ComparisonOperator[] = [...equality, '<', '>', '<=', '>='];
  const dates = fc.constantFrom('2026-01-31', '2026-01-31T09:30:00Z', 'today', '2025-12-01T00:00:00.5');
  const sizes = fc.constantFrom('0', '100KB', '1.5MB', '7b');
  switch (type) {
    case 'words':
      return make(property === 'body' ? [':'] : equality, single(phrase, fc.boolean()));
    case 'label':
      return make(equality, single(phrase, fc.boolean()));
    case 'identifier':
      return make(equality, single(fc.constantFrom('<a@b>', 'abc', 'a b'), fc.boolean()));
    case 'date':
      return fc.oneof(make(every, single(fc.oneof(dates, fc.constant('last month')))), make([':', '='], range(dates)));
    case 'size':
      return fc.oneof(
        make(every, single(sizes)),
        make(
          [':', '='],
          range(sizes).map((one) => ({ ...one, to: one.from })),
        ),
      );
    case 'flag':
      return make(equality, single(fc.constantFrom('true', 'no', '1')));
    case 'choice':
      return make(equality, single(fc.constantFrom(...choices)));
  }
}
const restriction = fc.oneof(...(Object.keys(properties) as PropertyName[]).map(valueOf));

const { nearby, expression } = fc.letrec<{ nearby: Expression; expression: Expression }>((tie) => ({
  nearby: fc.oneof(
    { maxDepth: 2 },
    text,
    fc.record({
      kind: fc.constant('near' as const),
      isOrdered: fc.boolean(),
      distance: fc.nat(9),
      left: tie('nearby'),
      right: tie('nearby'),
    }),
    fc.array(tie('nearby'), { minLength: 2, maxLength: 3 }).map(anyOf),
  ),
  expression: fc.oneof(
    { maxDepth: 4 },
    text,
    restriction,
    fc.constant({ kind: 'everything' } as const),
    tie('nearby'),
    fc.record({ kind: fc.constant('not' as const), operand: tie('expression') }),
    fc.array(tie('expression'), { minLength: 2, maxLength: 4 }).map(allOf),
    fc.array(tie('expression'), { minLength: 2, maxLength: 4 }).map(anyOf),
  ),
}));

test('what is printed is read as the same expression', () => {
  expect(nearby).toBeDefined();
  fc.assert(
    fc.property(expression, (given) => {
      const printed = printKql(given);
      const read = readKql(printed);
      if ('problem' in read && /reaches|too many ways/.test(read.problem.cause)) return;
      expect('problem' in read ? { printed, ...read.problem } : read.expression).toEqual(given);
    }),
    { numRuns: 1000 },
  );
});

test('a query is explained in words, dates told', () => {
  const query =
    'budget* NEAR(3) "cost plan" (from:ana OR from:bob) -isdraft:true received:"last month" size>1MB subject="Re: x"';
  expect(explainKql(parseKql(query), now)).toEqual([
    'Messages',
    '  all of:',
    '  - with the word that begins “budget” beside the phrase “cost plan”, with at most 3 words between them, anywhere',
    '  - at least one of:',
    '    - where the sender has the word “ana”',
    '    - where the sender has the word “bob”',
    '  - not:',
    '    - being a draft',
    '  - where the time it was received is from 2026-02-01 00:00:00 UTC to before 2026-03-01 00:00:00 UTC',
    '  - where the size is more than 1,048,576 bytes',
    '  - where the subject as a whole is “Re: x”',
  ]);
});
