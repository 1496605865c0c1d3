import type { Address } from '../message.ts';
import { decodeHeaderText } from './header-text.ts';

export interface AddressList {
  readonly addresses: readonly Address[];
  readonly isCut: boolean;
}

const quotedLocalPart = /^"(?:[^"\\]|\\.)*"@\S+$/;

interface Entry {
  text: string;
  comment: string;
  angle: string | null;
}

/**
 * An address list (RFC 5322, 3.4, with the obsolete forms of 4.4 and what senders make of it).
 * Laws: never throws; linear in the length; semicolons separate like commas; what holds no address is kept as a name
 * with an empty address; a group without members gives nothing.
 */
export function parseAddresses(unfolded: string, limit: number): AddressList {
  const list = readList(unfolded, limit);
  const only = list.addresses[0];
  // Some senders encode the whole field, addresses and all.
  if (
    only !== undefined &&
    list.addresses.length === 1 &&
    only.address === '' &&
    only.name.includes('@') &&
    unfolded.includes('=?')
  ) {
    return readList(only.name, limit);
  }
  return list;
}

function readList(text: string, limit: number): AddressList {
  const addresses: Address[] = [];
  let entry: Entry = { text: '', comment: '', angle: null };
  let group: string | null = null;
  let at = 0;
  while (at < text.length) {
    if (addresses.length >= limit) return { addresses, isCut: true };
    const character = text[at] ?? '';
    if (character === ',' || character === ';') {
      finish(entry, group, addresses);
      entry = { text: '', comment: '', angle: null };
      if (character === ';') group = null;
      at += 1;
    } else if (character === ':' && group === null && entry.angle === null && !entry.text.includes('@')) {
      group = decodeHeaderText(entry.text.trim());
      entry = { text: '', comment: '', angle: null };
      at += 1;
    } else {
      at = readToken(text, at, entry);
    }
  }
  finish(entry, group, addresses);
  return { addresses, isCut: false };
}

/** Reads one token into the entry; returns the offset after it. */
function readToken(text: string, at: number, entry: Entry): number {
  switch (text[at]) {
    case '"': {
      const quoted = readQuoted(text, at);
      const isLocalPart = text[quoted.end] === '@';
      entry.text += isLocalPart ? text.slice(at, quoted.end) : quoted.text;
      return quoted.end;
    }
    case '(': {
      const end = endOfComment(text, at);
      const comment = text.slice(at + 1, text[end - 1] === ')' ? end - 1 : end);
      entry.comment = entry.comment === '' ? comment : `${entry.comment} ${comment}`;
      return end;
    }
    case '<': {
      const end = endOfAngle(text, at);
      if (entry.angle === null || entry.angle === '') entry.angle = text.slice(at + 1, end).trim();
      return text[end] === '>' ? end + 1 : end;
    }
    case '\\':
      entry.text += text[at + 1] ?? '';
      return at + 2;
    default: {
      let end = at + 1;
      while (end < text.length && !'"(<,;:\\'.includes(text[end] ?? '')) end += 1;
      entry.text += text.slice(at, end);
      return end;
    }
  }
}

function readQuoted(text: string, at: number): { readonly text: string; readonly end: number } {
  let out = '';
  let end = at + 1;
  while (end < text.length && text[end] !== '"') {
    if (text[end] === '\\') end += 1;
    out += text[end] ?? '';
    end += 1;
  }
  return { text: out, end: Math.min(end + 1, text.length) };
}

function endOfComment(text: string, at: number): number {
  let depth = 0;
  for (let end = at; end < text.length; end += 1) {
    const character = text[end];
    if (character === '\\') end += 1;
    else if (character === '(') depth += 1;
    else if (character === ')') {
      depth -= 1;
      if (depth === 0) return end + 1;
    }
  }
  return text.length;
}

/** Offset of `>`, or of the end of the entry when it is missing. A quoted local part may hold either. */
function endOfAngle(text: string, at: number): number {
  let isQuoted = false;
  let separator = -1;
  for (let end = at + 1; end < text.length; end += 1) {
    const character = text[end];
    if (isQuoted && character === '\\') end += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === '>') return end;
    else if (!isQuoted && character === '<') return separator === -1 ? end : separator;
    else if (separator === -1 && (character === ',' || character === ';') && text[at + 1] !== '@') separator = end;
  }
  return separator === -1 ? text.length : separator;
}

function finish(entry: Entry, group: string | null, addresses: Address[]): void {
  const text = entry.text.trim();
  const comment = entry.comment.trim();
  const suffix = group === null || group === '' ? {} : { group };
  if (entry.angle !== null && entry.angle !== '') {
    const name = decodeHeaderText(text === '' ? comment : text);
    addresses.push({ name, address: withoutRoute(decodeHeaderText(entry.angle)), ...suffix });
    return;
  }
  if (text === '' && comment === '') return;
  const words = quotedLocalPart.test(text) ? [text] : text.split(/\s+/);
  const address = words.find((word) => word.includes('@'));
  if (address === undefined) {
    const name = decodeHeaderText(text === '' ? comment : text);
    if (name !== '') addresses.push({ name, address: '', ...suffix });
    return;
  }
  const rest = words.filter((word) => word !== address).join(' ');
  addresses.push({
    name: decodeHeaderText(rest === '' ? comment : rest),
    address: decodeHeaderText(address),
    ...suffix,
  });
}

/** `@relay,@other:user@host` (RFC 5322, 4.4) is `user@host`. */
function withoutRoute(address: string): string {
  const colon = address.startsWith('@') ? address.indexOf(':') : -1;
  return colon === -1 ? address : address.slice(colon + 1).trim();
}
