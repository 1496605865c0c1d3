import { tokenise } from '#evidence';
import type { ComparisonOperator } from './expression.ts';
import { QueryProblem } from './problem.ts';

interface Span {
  readonly at: number;
  readonly length: number;
}

export type Lexeme = Span &
  (
    | { readonly kind: 'open' | 'close' | 'comma' }
    /** AND, OR, NOT, +, -. */
    | { readonly kind: 'operator'; readonly operator: 'AND' | 'OR' | 'NOT' | '+' | '-' }
    | { readonly kind: 'near'; readonly isOrdered: boolean; readonly distance: number }
    /** ALL, ANY, NONE, WORDS with the bracket that opens their list. */
    | { readonly kind: 'list'; readonly word: 'ALL' | 'ANY' | 'NONE' | 'WORDS' }
    | { readonly kind: 'text'; readonly text: string; readonly isPrefix: boolean; readonly isQuoted: boolean }
    /** A name and a comparison, directly before a value. */
    | { readonly kind: 'property'; readonly name: string; readonly operator: ComparisonOperator }
  );

const defaultDistance = 8;
const nearWord = /(O?NEAR)(?:\((?:\s*n\s*=)?\s*(\d+)\s*\)|(?![^\s)"]))/y;
const malformedNear = /O?NEAR\(/y;
const listWord = /(ALL|ANY|NONE|WORDS)\(/y;
const operatorWord = /(AND|OR|NOT)(?![^\s()"])/y;
const rankWord = /XRANK(?![^\s()"])/y;
const property = /([A-Za-z]+)(:|=|<>|<=|>=|<|>)(?=[^\s)])/y;
const quoted = /"((?:[^"]|"")*)"(\*?)/y;
const webScheme = /^(?:https?|ftps?|mailto|file|urn|tel|sip|cid|mid)$/i;

/** Typographic quotation marks, as editors and mail programs make them, are the plain one. */
export function straightQuotes(query: string): string {
  return query.replace(/[\u201C-\u201F\u2033\uFF02]/g, '"');
}

/** The lexemes of a query. Throws `QueryProblem`. */
export function lex(given: string): readonly Lexeme[] {
  const query = straightQuotes(given);
  const lexemes: Lexeme[] = [];
  let depthOfLists = 0;
  for (let at = 0; at < query.length;) {
    if (/\s/.test(query.charAt(at))) {
      at += 1;
      continue;
    }
    const isListed = depthOfLists > 0;
    const lexeme = readLexeme(query, at, { isListed, isValue: lexemes.at(-1)?.kind === 'property' });
    if (lexeme.kind === 'list' || (isListed && lexeme.kind === 'open')) depthOfLists += 1;
    if (isListed && lexeme.kind === 'close') depthOfLists -= 1;
    if (!isPunctuation(lexeme) || lexemes.at(-1)?.kind === 'property') lexemes.push(lexeme);
    at += lexeme.length;
  }
  return lexemes;
}

/** Signs that stand alone between words are no words: `author : smith` asks for author and smith. */
function isPunctuation(lexeme: Lexeme): boolean {
  return lexeme.kind === 'text' && !lexeme.isQuoted && lexeme.text !== '*' && tokenise(lexeme.text).length === 0;
}

interface Around {
  /** Inside ALL(…) and the like a comma parts the words. */
  readonly isListed: boolean;
  /** Directly after a property and its comparison everything is its value. */
  readonly isValue: boolean;
}

function readLexeme(query: string, at: number, around: Around): Lexeme {
  const character = query.charAt(at);
  if (character === '(') return { kind: 'open', at, length: 1 };
  if (character === ')') return { kind: 'close', at, length: 1 };
  if (character === ',' && around.isListed) return { kind: 'comma', at, length: 1 };
  if (character === '"') return readQuoted(query, at, around);
  if (around.isValue) return readWord(query, at, around);
  const isSign = character === '+' || character === '-';
  if (isSign && /[^\s)+-]/.test(query.charAt(at + 1))) return { kind: 'operator', operator: character, at, length: 1 };
  return readReserved(query, at) ?? readProperty(query, at) ?? readWord(query, at, around);
}

function readReserved(query: string, at: number): Lexeme | null {
  const operator = match(operatorWord, query, at);
  if (operator !== null)
    return { kind: 'operator', operator: operator[1] as 'AND' | 'OR' | 'NOT', at, length: operator[0].length };
  const near = match(nearWord, query, at);
  if (near !== null) {
    const distance = near[2] === undefined ? defaultDistance : Number(near[2]);
    return { kind: 'near', isOrdered: near[1] === 'ONEAR', distance, at, length: near[0].length };
  }
  const list = match(listWord, query, at);
  if (list !== null)
    return { kind: 'list', word: list[1] as 'ALL' | 'ANY' | 'NONE' | 'WORDS', at, length: list[0].length };
  const wrongNear = match(malformedNear, query, at);
  if (wrongNear !== null) {
    const fix = 'Write NEAR(5) or NEAR(n=5): at most five words between the two. NEAR alone means 8.';
    throw new QueryProblem({ at, length: wrongNear[0].length, cause: 'The distance is not a whole number.', fix });
  }
  const rank = match(rankWord, query, at);
  if (rank === null) return null;
  const fix = 'Leave XRANK and what follows it out: it changes the order of results only, never which there are.';
  throw new QueryProblem({
    at,
    length: rank[0].length,
    cause: 'Results are not ranked here, so there is no XRANK.',
    fix,
  });
}

function readProperty(query: string, at: number): Lexeme | null {
  const found = match(property, query, at);
  if (found === null) return null;
  const [whole, name = '', operator] = found;
  if (webScheme.test(name)) return null;
  return { kind: 'property', name, operator: operator as ComparisonOperator, at, length: whole.length };
}

function readQuoted(query: string, at: number, { isValue }: Around): Lexeme {
  const found = match(quoted, query, at);
  if (found === null) {
    const fix = 'Add a quotation mark where the phrase ends. A quotation mark inside a phrase is written twice.';
    throw new QueryProblem({ at, length: query.length - at, cause: 'The phrase has no end.', fix });
  }
  const [whole, inner = '', star] = found;
  const hasStar = star === '*' || inner.endsWith('*');
  if (isValue && query.startsWith('..', at + whole.length)) {
    const fix = 'Write both ends without quotation marks: received:2026-01-01..2026-01-31';
    throw new QueryProblem({ at, length: whole.length, cause: 'An end of a range is no phrase.', fix });
  }
  const text = (inner.endsWith('*') ? inner.slice(0, -1) : inner).replaceAll('""', '"');
  return { ...checkStars(text, { at, length: whole.length }), isPrefix: hasStar, isQuoted: true };
}

function readWord(query: string, at: number, { isListed }: Around): Lexeme {
  let end = at;
  while (end < query.length && !isEnd(query.charAt(end), isListed)) end += 1;
  const written = query.slice(at, end);
  const isPrefix = written.endsWith('*') && written !== '*';
  const text = isPrefix ? written.slice(0, -1) : written;
  return { ...checkStars(text, { at, length: end - at }), isPrefix, isQuoted: false };
}

function isEnd(character: string, isListed: boolean): boolean {
  return /[\s()"]/.test(character) || (isListed && character === ',');
}

function checkStars(text: string, { at, length }: Span): Span & { readonly kind: 'text'; readonly text: string } {
  if (!text.includes('*') || text === '*') return { kind: 'text', text, at, length };
  const isSuffix = text.startsWith('*');
  throw new QueryProblem({
    at,
    length,
    cause: isSuffix ? 'Words cannot be searched by their end.' : 'A * stands at the end of a word or phrase only.',
    fix: 'Write the beginning of the word, then *: budg* finds budget and budgets.',
  });
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
