import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { hzToGb2312, iso2022KrToEucKr } from './shift-encodings.ts';

export interface DecodedText {
  readonly text: string;
  /** False when the label was unknown and the bytes were guessed (UTF-8, else windows-1252). */
  readonly isKnownCharset: boolean;
}

/** Labels whose bytes may mean something else than ASCII although all are below 0x80. */
const sevenBitCodes =
  /^(?:utf-?7|utf-?16|utf-?32|ucs|iso-?10646|iso-?2022|csiso2022|hz|unicode-1-1-utf-7|unicode$|imap)/;

/**
 * Labels that senders use for something wider than what they name. Superset code pages are taken, as mail
 * programs and browsers do (WHATWG Encoding, section 4.2).
 */
const labels: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  'iso8859-1': 'windows-1252',
  iso88591: 'windows-1252',
  latin1: 'windows-1252',
  latin_1: 'windows-1252',
  l1: 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'iso-8859-8-i': 'iso-8859-8',
  'iso-8859-8-e': 'iso-8859-8',
  'iso-8859-6-i': 'iso-8859-6',
  'iso-8859-6-e': 'iso-8859-6',
  'ks_c_5601-1987': 'cp949',
  'ks_c_5601-1989': 'cp949',
  ksc5601: 'cp949',
  'euc-kr': 'cp949',
  korean: 'cp949',
  gb2312: 'gbk',
  'gb_2312-80': 'gbk',
  'x-gbk': 'gbk',
  chinese: 'gbk',
  'gb18030-2000': 'gb18030',
  gb2312_charset: 'gbk',
  big5: 'big5-hkscs',
  chinesebig5: 'big5-hkscs',
  'x-sjis': 'shift_jis',
  'x-ms-cp932': 'shift_jis',
  ms932: 'shift_jis',
  'x-euc-jp': 'euc-jp',
  'x-mac-roman': 'macroman',
  'x-macroman': 'macroman',
  'x-mac-ce': 'maccenteuro',
  'x-mac-cyrillic': 'maccyrillic',
  'x-unicode-2-0-utf-7': 'utf-7',
  'unicode-1-1-utf-7': 'utf-7',
  'unicode-1-1-utf-8': 'utf-8',
  'x-unknown-utf-8': 'utf-8',
  'tis-620': 'windows-874',
  'iso-8859-11': 'windows-874',
};

/** Labels that name nothing: the bytes themselves have to tell. */
const silentLabels = new Set([
  '',
  'us-ascii',
  'ascii',
  'usascii',
  'ansi_x3.4-1968',
  'iso646-us',
  '7bit',
  '8bit',
  'binary',
  'unknown',
  'unknown-8bit',
  'x-unknown',
  'default',
  'default_charset',
]);

/**
 * Text from bytes under the charset label of a mail.
 * Laws: never throws; a missing, ASCII or unknown label means UTF-8 if the bytes are UTF-8, else windows-1252;
 * undecodable bytes become U+FFFD.
 */
export function decodeCharset(bytes: Uint8Array, label: string | null): DecodedText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = canonicalLabel(label);
  if (!sevenBitCodes.test(name) && isAscii(buffer)) return { text: buffer.toString('latin1'), isKnownCharset: true };
  if (silentLabels.has(name)) return { text: decodeUnlabelled(buffer), isKnownCharset: true };
  const known = decodeKnown(buffer, name);
  if (known !== null) return { text: known, isKnownCharset: true };
  return { text: decodeUnlabelled(buffer), isKnownCharset: false };
}

/** Bytes nobody labelled: UTF-8 if they are valid UTF-8, else windows-1252. */
export function decodeUnlabelled(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isAscii(buffer)) return buffer.toString('latin1');
  return isUtf8(buffer) ? buffer.toString('utf8') : iconv.decode(buffer, 'windows-1252');
}

function canonicalLabel(label: string | null): string {
  const trimmed = (label ?? '')
    .trim()
    .replaceAll(/^["']+|["']+$/g, '')
    .toLowerCase()
    .slice(0, 64);
  return labels[trimmed] ?? trimmed;
}

function decodeKnown(buffer: Buffer, name: string): string | null {
  if (name === 'utf-8' || name === 'utf8') return stripMark(buffer.toString('utf8'));
  if (/^(?:cs)?iso-?2022-?kr$/.test(name)) return iconv.decode(iso2022KrToEucKr(buffer), 'cp949');
  if (/^hz(?:-gb-2312)?$/.test(name)) return iconv.decode(hzToGb2312(buffer), 'gbk');
  if (/^(?:cs)?iso-?2022-?jp/.test(name)) return new TextDecoder('iso-2022-jp').decode(buffer);
  if (iconv.encodingExists(name)) return iconv.decode(buffer, name);
  return decodeByPlatform(buffer, name);
}

/** TextDecoder is asked last: its windows code pages differ between versions of the runtime. */
function decodeByPlatform(buffer: Buffer, name: string): string | null {
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(name);
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
  return decoder.decode(buffer);
}

function stripMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
