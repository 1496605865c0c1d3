import { decodeCharset } from '../../text/charset.ts';
import { cleanText } from '../../text/clean-text.ts';
import { hexPair } from './encoded-words.ts';
import { decodeHeaderText } from './header-text.ts';

/** `value; name=text; …` of Content-Type and Content-Disposition. */
export interface Parameterised {
  /** Lower case, without comments. */
  readonly value: string;
  /** By lower-case name; RFC 2231 pieces joined and decoded. */
  readonly parameters: ReadonlyMap<string, string>;
}

interface Piece {
  readonly index: number;
  readonly isExtended: boolean;
  readonly text: string;
}

const continued = /^(.+?)(?:\*(\d{1,4}))?(\*)?$/;

/**
 * Reads a field with parameters (RFC 2045, 5.1; RFC 2231, 3 and 4).
 * Laws: never throws; the first of two equal names counts; an unclosed quote ends with the field; an unquoted value
 * may hold blanks, because senders write `filename=my file.pdf`.
 */
export function parseParameters(unfolded: string): Parameterised {
  const pieces = splitParameters(unfolded);
  const value = stripComments(pieces[0] ?? '')
    .trim()
    .toLowerCase();
  const collected = new Map<string, Piece[]>();
  for (const text of pieces.slice(1)) {
    const equals = text.indexOf('=');
    if (equals <= 0) continue;
    const parts = continued.exec(text.slice(0, equals).trim().toLowerCase());
    const name = parts?.[1];
    if (name === undefined) continue;
    const list = collected.get(name) ?? [];
    list.push({
      index: Number(parts?.[2] ?? 0),
      isExtended: parts?.[3] !== undefined,
      text: unquote(text.slice(equals + 1)),
    });
    collected.set(name, list);
  }
  return { value, parameters: new Map([...collected].map(([name, list]) => [name, joinPieces(list)])) };
}

/** Splits at semicolons outside quotes. */
function splitParameters(text: string): string[] {
  const out: string[] = [];
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isQuoted && character === '\\') at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === ';' && !isQuoted) {
      out.push(text.slice(from, at));
      from = at + 1;
    }
  }
  out.push(text.slice(from));
  return out;
}

function unquote(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('"')) return trimmed;
  let out = '';
  for (let at = 1; at < trimmed.length && trimmed[at] !== '"'; at += 1) {
    // A backslash before anything but a quote or a backslash is a Windows path, not an escape.
    if (trimmed[at] === '\\' && (trimmed[at + 1] === '"' || trimmed[at + 1] === '\\')) at += 1;
    out += trimmed[at] ?? '';
  }
  return out;
}

function joinPieces(pieces: readonly Piece[]): string {
  const extended = pieces.filter((piece) => piece.isExtended);
  if (extended.length === 0) {
    const numbered = pieces.filter((piece, at) => pieces.findIndex((other) => other.index === piece.index) === at);
    return decodeHeaderText(
      numbered
        .sort((left, right) => left.index - right.index)
        .map((piece) => piece.text)
        .join(''),
    );
  }
  const ordered = [...pieces].sort((left, right) => left.index - right.index);
  const first = ordered[0];
  const head = first?.isExtended === true ? /^([^']{0,60})'[^']{0,60}'/.exec(first.text) : null;
  const bytes = ordered.map((piece, at) => {
    const text = at === 0 && head !== null ? piece.text.slice(head[0].length) : piece.text;
    return piece.isExtended ? percentBytes(text) : Buffer.from(text, 'utf8');
  });
  return cleanText(decodeCharset(Buffer.concat(bytes), head?.[1] ?? null).text);
}

function percentBytes(text: string): Buffer {
  const source = Buffer.from(text, 'utf8');
  const out = Buffer.alloc(source.length);
  let length = 0;
  for (let at = 0; at < source.length; at += 1) {
    const value = source[at] === 0x25 ? hexPair(source, at + 1) : -1;
    out[length] = value >= 0 ? value : (source[at] ?? 0);
    if (value >= 0) at += 2;
    length += 1;
  }
  return out.subarray(0, length);
}

/** Without `(comments)`, nested ones included. */
export function stripComments(text: string): string {
  if (!text.includes('(')) return text;
  let depth = 0;
  let out = '';
  for (const character of text) {
    if (character === '(') depth += 1;
    else if (character === ')' && depth > 0) depth -= 1;
    else if (depth === 0) out += character;
  }
  return out;
}
