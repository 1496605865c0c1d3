import { decodeCharset } from '../../text/charset.ts';
import { DocumentFault } from '../document.ts';
import { addText, type Extraction } from '../extraction.ts';
import {
  charsetOfCodePage,
  codePageOfCharset,
  silentDestinations,
  spokenDestinations,
  textOfWord,
} from './rtf-tables.ts';

/** What holds within the braces being read. */
interface Group {
  isSilent: boolean;
  /** Inside the font table, where `\f` and `\fcharset` declare fonts. */
  isFontTable: boolean;
  /** Characters that stand for one written by `\u`, to be passed over. */
  fallback: number;
  font: number;
}

interface Reading {
  readonly extraction: Extraction;
  readonly groups: Group[];
  group: Group;
  /** After `\*`: an unknown destination is passed over. */
  isOptional: boolean;
  /** Characters of a fallback still to be passed over. */
  skip: number;
  codePage: number;
  readonly fonts: Map<number, number>;
  /** Bytes of `\'hh` and plain letters that are decoded together: a character may be two of them. */
  readonly pending: number[];
}

/** Control word with its number, control symbol, hexadecimal byte, brace, line end, or plain letters. */
const token = /\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^A-Za-z])|([{}])|[\r\n]+|[^\\{}\r\n]+/y;
const deepest = 10_000;

/**
 * The text of an RTF document (RTF 1.9.1): paragraphs and rows are lines, cells are set apart by tabs.
 * DocumentFault `corrupt` when braces are nested without end, or are not all closed at the end.
 */
export function readRtf(extraction: Extraction, bytes: Uint8Array): void {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const group: Group = { isSilent: false, isFontTable: false, fallback: 1, font: 0 };
  const reading: Reading = {
    extraction,
    groups: [],
    group,
    isOptional: false,
    skip: 0,
    codePage: 1252,
    fonts: new Map(),
    pending: [],
  };
  for (let at = 0; at < source.length && !extraction.isFull;) {
    token.lastIndex = at;
    const found = token.exec(source);
    if (found === null) {
      at += 1;
      continue;
    }
    at = token.lastIndex;
    const [whole, word, number, hex, symbol, brace] = found;
    if (word !== undefined) {
      const value = number === undefined ? null : Number(number);
      if (word === 'bin') at += Math.max(0, value ?? 0);
      else readWord(reading, word, value);
    } else if (hex !== undefined) addBytes(reading, [Number.parseInt(hex, 16)]);
    else if (symbol !== undefined) readSymbol(reading, symbol);
    else if (brace !== undefined) readBrace(reading, brace);
    else if (!/^[\r\n]/.test(whole)) addBytes(reading, Buffer.from(whole, 'latin1'));
  }
  flush(reading);
  if (reading.groups.length > 0 && !extraction.isFull)
    throw new DocumentFault('corrupt', 'It ends before it is complete.');
}

function readBrace(reading: Reading, brace: string): void {
  flush(reading);
  reading.skip = 0;
  reading.isOptional = false;
  if (brace === '{') {
    if (reading.groups.length >= deepest) throw new DocumentFault('corrupt', 'Its groups are nested without end.');
    reading.groups.push(reading.group);
    reading.group = { ...reading.group };
    return;
  }
  reading.group = reading.groups.pop() ?? reading.group;
}

function readSymbol(reading: Reading, symbol: string): void {
  if (symbol === '*') reading.isOptional = true;
  else if (symbol === '~') addCharacters(reading, '\u00a0');
  else if (symbol === '_') addCharacters(reading, '-');
  else if (symbol === '\n' || symbol === '\r') addCharacters(reading, '\n');
  else if ('\\{}'.includes(symbol)) addBytes(reading, [symbol.charCodeAt(0)]);
}

function readWord(reading: Reading, word: string, value: number | null): void {
  const { group } = reading;
  const isOptional = reading.isOptional;
  reading.isOptional = false;
  if (silentDestinations.has(word) || (isOptional && !spokenDestinations.has(word))) {
    flush(reading);
    group.isSilent = true;
    group.isFontTable = word === 'fonttbl';
    return;
  }
  const text = textOfWord.get(word);
  if (text !== undefined) addCharacters(reading, text);
  else if (word === 'u' && value !== null) addUnicode(reading, value);
  else if (word === 'uc') group.fallback = Math.max(0, value ?? 1);
  else setCharset(reading, word, value);
}

function setCharset(reading: Reading, word: string, value: number | null): void {
  const { group } = reading;
  switch (word) {
    case 'ansicpg':
      if (value !== null && value > 0) reading.codePage = value;
      return;
    case 'mac':
      reading.codePage = 10_000;
      return;
    case 'f':
    case 'deff':
      flush(reading);
      group.font = value ?? 0;
      return;
    case 'fcharset': {
      const codePage = codePageOfCharset.get(value ?? 0);
      if (group.isFontTable && codePage !== undefined && reading.fonts.size < deepest)
        reading.fonts.set(group.font, codePage);
      return;
    }
    case 'plain':
      flush(reading);
      return;
    // Text that Outlook hid from the reader of an HTML message in RTF.
    case 'htmlrtf':
      flush(reading);
      group.isSilent = value !== 0;
      return;
    default:
      return;
  }
}

function addUnicode(reading: Reading, value: number): void {
  addCharacters(reading, String.fromCharCode(value < 0 ? value + 65_536 : value));
  reading.skip = reading.group.fallback;
}

function addCharacters(reading: Reading, text: string): void {
  flush(reading);
  if (!reading.group.isSilent) addText(reading.extraction, text);
}

function addBytes(reading: Reading, bytes: Iterable<number> & { readonly length: number }): void {
  const skipped = Math.min(reading.skip, bytes.length);
  reading.skip -= skipped;
  if (reading.group.isSilent) return;
  let at = 0;
  for (const byte of bytes) {
    if (at >= skipped) reading.pending.push(byte);
    at += 1;
  }
}

function flush(reading: Reading): void {
  if (reading.pending.length === 0) return;
  const codePage = reading.fonts.get(reading.group.font) ?? reading.codePage;
  const bytes = Uint8Array.from(reading.pending);
  reading.pending.length = 0;
  addText(reading.extraction, decodeCharset(bytes, charsetOfCodePage(codePage)).text);
}
