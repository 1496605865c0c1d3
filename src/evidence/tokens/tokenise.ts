import { kindAt, kinds, lengthAt } from './characters.ts';
import { fold } from './fold.ts';

/**
 * What a term stands for:
 * `word`, `compound` (an address, a dotted name such as a domain or a file name, or the end of one),
 * `pair` (two neighbouring characters of a script without spaces between words), `last` (the last character of such a
 * run: it begins no pair).
 */
export type TokenKind = 'word' | 'compound' | 'pair' | 'last';

export interface Token {
  readonly term: string;
  /** Place among the words of the text, from 0. */
  readonly position: number;
  /** How many places it covers: `ana@lakeside.example` covers three. */
  readonly span: number;
  readonly kind: TokenKind;
}

/** Longer terms are cut, in the index and in queries alike: Postgres takes 2,046 bytes. */
export const longestTerm = 120;
const mostLabels = 8;
const localJoiners = ".+'’_-";
const domainJoiners = '.-_';

/**
 * The terms of a text, for the index and for queries alike.
 * Laws: no term reaches across blanks, so a text has the terms of its blank-separated parts, one after the other;
 * every word, every character of a script without spaces and every emoji takes one position; a compound stands at its
 * first word's position, beside its words.
 */
export function tokenise(text: string): Token[] {
  const folded = fold(text);
  const tokens: Token[] = [];
  let position = 0;
  for (let at = 0; at < folded.length;) {
    const kind = kindAt(folded, at);
    if (kind === kinds.letter) {
      const wordAt = wordEnd(folded, at);
      if (isPlainEnd(folded, wordAt)) {
        tokens.push({ term: cut(folded.slice(at, wordAt)), position: position++, span: 1, kind: 'word' });
        at = wordAt;
        continue;
      }
      const end = joinedEnd(folded, at, localJoiners);
      const isAddress = folded[end] === '@' && end + 1 < folded.length && kindAt(folded, end + 1) === kinds.letter;
      const domainEnd = isAddress ? joinedEnd(folded, end + 1, domainJoiners) : end;
      position = addJoined(tokens, { text: folded.slice(at, domainEnd), local: end - at }, position);
      at = domainEnd;
    } else if (kind === kinds.unspaced) {
      const end = runEnd(folded, at);
      position = addRun(tokens, folded.slice(at, end), position);
      at = end;
    } else {
      const end = signEnd(folded, at, kind);
      if (kind >= kinds.sign) tokens.push({ term: folded.slice(at, end), position: position++, span: 1, kind: 'word' });
      at = end;
    }
  }
  return tokens;
}

/** Whether nothing here can join the word before to what comes: nearly always so, and quickly told. */
function isPlainEnd(text: string, end: number): boolean {
  const next = text.charCodeAt(end);
  return next === 0x20 || next === 0x0a || next === 0x2c || Number.isNaN(next);
}

/** The end of words that single joiners hold together. */
function joinedEnd(text: string, start: number, joiners: string): number {
  let at = start;
  for (;;) {
    at = wordEnd(text, at);
    const isJoined = joiners.includes(text.charAt(at)) && at + 1 < text.length;
    if (!isJoined || kindAt(text, at + 1) !== kinds.letter) return at;
    at += 1;
  }
}

function wordEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const kind = kindAt(text, at);
    if (kind !== kinds.letter && kind !== kinds.mark) break;
    at += lengthAt(text, at);
  }
  return at;
}

function runEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && kindAt(text, at) === kinds.unspaced) at += lengthAt(text, at);
  return at;
}

/** A flag is two regional letters; anything else is one character. */
function signEnd(text: string, start: number, kind: number): number {
  const end = start + lengthAt(text, start);
  const isFlag = kind === kinds.region && end < text.length && kindAt(text, end) === kinds.region;
  return isFlag ? end + lengthAt(text, end) : end;
}

function addJoined(tokens: Token[], piece: { text: string; local: number }, start: number): number {
  const { text, local } = piece;
  const end = addNames(tokens, text.slice(0, local), start);
  if (local === text.length) return end;
  const domainEnd = addNames(tokens, text.slice(local + 1), end);
  tokens.push({ term: cut(text), position: start, span: domainEnd - start, kind: 'compound' });
  return domainEnd;
}

/** Words that are joined without a blank, and of each dotted name among them every end: `mail.x.example`, `x.example`. */
function addNames(tokens: Token[], text: string, start: number): number {
  let position = start;
  for (const name of text.split(/[+'’]/)) {
    const labels = name.split('.');
    const begins: number[] = [];
    for (const label of labels) {
      begins.push(position);
      for (const term of label.split(/[-_]/))
        tokens.push({ term: cut(term), position: position++, span: 1, kind: 'word' });
    }
    const compounds = labels.length > mostLabels ? 1 : labels.length - 1;
    for (let index = 0; index < compounds; index += 1) {
      const begin = begins[index] ?? position;
      tokens.push({
        term: cut(labels.slice(index).join('.')),
        position: begin,
        span: position - begin,
        kind: 'compound',
      });
    }
  }
  return position;
}

function addRun(tokens: Token[], run: string, start: number): number {
  const characters = Array.from(run);
  for (const [index, character] of characters.entries()) {
    const next = characters[index + 1];
    const kind = next === undefined ? 'last' : 'pair';
    tokens.push({ term: character + (next ?? ''), position: start + index, span: 1, kind });
  }
  return start + characters.length;
}

function cut(term: string): string {
  if (term.length <= longestTerm) return term;
  const isSplit = /[\uD800-\uDBFF]/.test(term.charAt(longestTerm - 1));
  return term.slice(0, isSplit ? longestTerm - 1 : longestTerm);
}
