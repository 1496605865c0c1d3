import type { Recipient } from '../contract.ts';
import type { HeaderField } from '../mailbox/item-record.ts';
import { decodeCharset } from './charsets.ts';

/** The header of a message and where its body begins. Never throws, whatever the bytes are. */
export function readHeader(bytes: Uint8Array): { fields: HeaderField[]; bodyAt: number } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { end, bodyAt } = headerEnd(buffer);
  const raw = headerText(buffer.subarray(0, end));
  const fields: HeaderField[] = [];
  for (const line of raw.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n|\r/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim();
    if (colon > 0 && /^[!-9;-~]+$/.test(name)) fields.push({ name, value: line.slice(colon + 1).trim() });
  }
  return { fields, bodyAt };
}

function headerEnd(buffer: Buffer): { end: number; bodyAt: number } {
  // A header-less entity begins with the empty line itself.
  if (buffer[0] === 0x0a) return { end: 0, bodyAt: 1 };
  if (buffer[0] === 0x0d && buffer[1] === 0x0a) return { end: 0, bodyAt: 2 };
  const candidates = ['\r\n\r\n', '\n\n', '\n\r\n']
    .map((gap) => ({ end: buffer.indexOf(gap, 0, 'latin1'), length: gap.length }))
    .filter((gap) => gap.end !== -1)
    .sort((a, b) => a.end - b.end);
  const [first] = candidates;
  return first === undefined
    ? { end: buffer.length, bodyAt: buffer.length }
    : { end: first.end, bodyAt: first.end + first.length };
}

/** Raw header bytes are UTF-8 (RFC 6532) when they can be, else Latin. */
function headerText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

export function headerValue(fields: readonly HeaderField[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return fields.find((field) => field.name.toLowerCase() === wanted)?.value;
}

/** RFC 2047 encoded words to text; what cannot be decoded stays as it is. */
export function decodeWords(text: string): string {
  const joined = text.replace(/(\?=)\s+(?==\?)/g, '$1');
  return joined.replace(/=\?[^?\s]{1,40}\?[bqBQ]\?[^?]*\?=/g, decodeWord);
}

function decodeWord(word: string): string {
  const [charset = '', how = '', coded = ''] = word.slice(2, -2).split('?');
  const quoted = (): Buffer => Buffer.from(unquote(coded.replace(/_/g, ' ')), 'latin1');
  const bytes = how.toLowerCase() === 'b' ? Buffer.from(coded, 'base64') : quoted();
  return decodeCharset(bytes, charset.replace(/\*.*$/, ''));
}

/** `=XX` to the byte it stands for, as a Latin-1 string. */
export function unquote(text: string): string {
  return text.replace(/=([0-9a-fA-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Addresses of a To, Cc or From field. Groups are flattened; what is no address is left out. */
export function readAddresses(value: string | undefined): Recipient[] {
  if (value === undefined) return [];
  const found: Recipient[] = [];
  for (const piece of splitAddresses(value.slice(0, 1_000_000))) {
    const bare = piece.replace(/\((?:[^()\\]|\\.)*\)/g, ' ').replace(/^[^"<@]*:/, '');
    const angled = /^(.*)<([^<>]*)>[^<>]*$/.exec(bare);
    const address = (angled?.[2] ?? bare).trim().replace(/;$/, '');
    if (!address.includes('@')) continue;
    const name = (angled?.[1] ?? '')
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replace(/\\(.)/g, '$1');
    found.push({ name: name === '' ? address : decodeWords(name), address });
  }
  return found;
}

function splitAddresses(value: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at++) {
    const character = value[at];
    if (character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === ',' || character === ';')) {
      pieces.push(value.slice(start, at));
      start = at + 1;
    }
  }
  return [...pieces, value.slice(start)];
}

/** A date as mail writes it, or undefined. Comments are dropped and old zone names understood. */
export function readDate(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const clean = value
    .replace(/\([^)]*\)/g, ' ')
    .replace(/\bUT\b/, 'UTC')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  const time = Date.parse(clean);
  // Years outside what a mailbox can hold are broken headers.
  return Number.isNaN(time) || time < 0 || time > Date.UTC(2200, 0) ? undefined : time;
}

/** A parameter of a structured field, e.g. the boundary of a Content-Type. */
export function parameter(value: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}\\*?\\d*\\*?\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;]+))`, 'i').exec(value);
  return match === null ? undefined : (match[1]?.replace(/\\(.)/g, '$1') ?? match[2]);
}
