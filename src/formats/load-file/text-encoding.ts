export const textEncodings = ['utf-8', 'utf-16le'] as const;

export type TextEncoding = (typeof textEncodings)[number];

/** The mark at the beginning of a file that says how its text is encoded. */
export const byteOrderMark = '\ufeff';

/** Text as bytes; half characters become U+FFFD. */
export function encodeText(text: string, encoding: TextEncoding): Buffer {
  return Buffer.from(text.toWellFormed(), encoding === 'utf-8' ? 'utf8' : 'utf16le');
}
