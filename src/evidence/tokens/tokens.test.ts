import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, longestTerm, patternOf, tokenise, type Pattern, type Token } from '../index.ts';

const terms = (text: string): string[] => tokenise(text).map(({ term }) => term);

/** Whether the tokens hold the pattern somewhere; the plainest way to say it. */
function holds(tokens: readonly Token[], { slots }: Pattern): boolean {
  return tokens.some(({ position: base }) =>
    slots.every(({ term, offset, isPrefix }) =>
      tokens.some(
        (token) =>
          token.position === base + offset - (slots[0]?.offset ?? 0) &&
          (isPrefix ? token.term.startsWith(term) : token.term === term),
      ),
    ),
  );
}
const finds = (text: string, query: string, prefix = false): boolean =>
  holds(tokenise(text), patternOf(query, { prefix }));

/** What mail is made of, and what breaks tokenisers. */
const chunk = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(..."aéß.@-_+'’:/東京タｶﾞ한글กำ😀👍🏽\u0301\u00AD9"), maxLength: 14 }),
  fc.emailAddress(),
  fc.webUrl(),
);
const blank = fc.constantFrom(' ', '\n', '\t', '  ');
const text = fc.array(fc.tuple(chunk, blank), { maxLength: 8 }).map((parts) => parts.flat().join(''));

describe('the terms of a text', () => {
  test('are its words, with case and accents folded and nothing stemmed', () => {
    expect(terms('Invoices, GRÜSSE Łódź Straße Ærø naïve ΟΔΟΣ')).toEqual([
      'invoices',
      'grusse',
      'lodz',
      'strasse',
      'aero',
      'naive',
      'οδοσ',
    ]);
  });

  test('have addresses whole and in parts, at the position of their first word', () => {
    expect(
      tokenise('to theo.marchetti@mail.lakeside.example today').map(({ position, term }) => [position, term]),
    ).toEqual([
      [0, 'to'],
      [1, 'theo'],
      [2, 'marchetti'],
      [1, 'theo.marchetti'],
      [3, 'mail'],
      [4, 'lakeside'],
      [5, 'example'],
      [3, 'mail.lakeside.example'],
      [4, 'lakeside.example'],
      [1, 'theo.marchetti@mail.lakeside.example'],
      [6, 'today'],
    ]);
  });

  test('are pairs of characters where no blanks stand between words', () => {
    expect(terms('東京都の 価格')).toEqual(['東京', '京都', '都の', 'の', '価格', '格']);
    expect(terms('ｶﾞｷﾞ')).toEqual(terms('ガギ'));
  });

  test('are the same with what nobody sees in them', () => {
    expect(terms('inv\u00ADoice pay\u200Bment \uFEFFtotal')).toEqual(['invoice', 'payment', 'total']);
  });

  test('never reach across blanks', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), (parts) => {
        const apart = parts.map(tokenise);
        const whole = tokenise(parts.join('\n'));
        expect(whole.map(({ term }) => term)).toEqual(apart.flat().map(({ term }) => term));
        const starts = apart.map((tokens) => Math.max(0, ...tokens.map(({ position, span }) => position + span)));
        let start = 0;
        const shifted = apart.flatMap((tokens, index) => {
          const moved = tokens.map((token) => token.position + start);
          start += starts[index]!;
          return moved;
        });
        expect(whole.map(({ position }) => position)).toEqual(shifted);
      }),
    );
  });

  test('fill every position, and are short enough for any index', () => {
    fc.assert(
      fc.property(text, (given) => {
        const tokens = tokenise(given);
        const single = tokens.filter(({ kind }) => kind !== 'compound').map(({ position }) => position);
        expect(single).toEqual(single.map((_, index) => index));
        for (const { term } of tokens) {
          expect(term).not.toBe('');
          expect(term.length).toBeLessThanOrEqual(longestTerm);
          expect(term).not.toMatch(/\s/u);
        }
      }),
    );
  });

  test('are folded once and for all', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(fold(fold(given))).toBe(fold(given));
        expect(terms(given.toUpperCase().toLowerCase())).toEqual(
          terms(given.toUpperCase().toLowerCase().normalize('NFD')),
        );
      }),
    );
  });

  test('of a megabyte of joined words come in a moment', () => {
    for (const joint of ['-', '.', '@', '+']) expect(tokenise(`a${joint}`.repeat(300_000)).length).toBeGreaterThan(1);
  });
});

describe('what stands in a text', () => {
  test('is found by the same words copied', () => {
    fc.assert(
      fc.property(fc.array(chunk, { minLength: 1, maxLength: 8 }), fc.nat(), fc.nat(), (chunks, one, other) => {
        const [from, to] = [one % chunks.length, other % chunks.length].sort((a, b) => a - b) as [number, number];
        const copied = chunks.slice(from, to + 1).join(' ');
        if (patternOf(copied, { prefix: false }).slots.length === 0) return;
        expect(finds(chunks.join('  '), copied)).toBe(true);
      }),
    );
  });

  test('is found by the beginning of a word', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.nat(), (address, cut) => {
        const start = address.slice(0, 1 + (cut % address.length));
        if (patternOf(start, { prefix: true }).slots.length > 0 && /[a-z0-9]$/i.test(start))
          expect(finds(`write to ${address}, please`, start, true)).toBe(true);
      }),
    );
  });

  test.each([
    ['theo.marchetti@lakeside.example', 'THEO.Marchetti@Lakeside.Example', true],
    ['theo.marchetti@lakeside.example', 'lakeside.example', true],
    ['theo.marchetti@lakeside.example', 'theo.marchetti', true],
    ['theo.marchetti@lakeside.example', 'marchetti', true],
    ['theo.marchetti@lakeside.example', 'marchetti@lakeside.example', false],
    ['theo.marchetti@lakeside.example', 'lakeside.example.org', false],
    ['see https://portal.example/a/b.html?x=1.', 'https://portal.example/a/b.html?x=1', true],
    ['see https://portal.example/a/b.html?x=1.', 'portal.example/a', true],
    ['a follow-up note', 'follow up', true],
    ['invoices', 'invoice', false],
    ['東京都の価格', '京都の', true],
    ['東京都の価格', '格', true],
    ['東京都の価格', '都価', false],
  ])('%s / %s: %s', (given, query, expected) => {
    expect(finds(given, query)).toBe(expected);
  });
});
