import { decodeCharset, decodeUnlabelled } from '../../text/charset.ts';
import { cleanText } from '../../text/clean-text.ts';
import { decodeEncodedWords } from './encoded-words.ts';

const escape = 0x1b;

/**
 * A field's bytes as unfolded text, encoded words still encoded.
 * A fold with its blanks is one blank: renderers indent folds as they please.
 * Raw 8-bit bytes are UTF-8 if they are valid UTF-8, else windows-1252; raw ISO-2022-JP is known by its escapes.
 */
export function unfoldField(bytes: Uint8Array): string {
  const text = bytes.includes(escape) ? decodeCharset(bytes, 'iso-2022-jp').text : decodeUnlabelled(bytes);
  return cleanText(text.replaceAll(/\r?\n[ \t]+/g, ' ').replaceAll(/[\r\n]+/g, ' ')).trim();
}

/** A field's bytes as text for people. */
export function decodeField(bytes: Uint8Array): string {
  return decodeHeaderText(unfoldField(bytes));
}

/** Unfolded text with its encoded words decoded, on one line. */
export function decodeHeaderText(unfolded: string): string {
  return cleanText(decodeEncodedWords(unfolded))
    .replaceAll(/[\r\n]+/g, ' ')
    .trim();
}
