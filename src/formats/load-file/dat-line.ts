/** Stands before and behind every value: þ. */
const qualifier = '\u00fe';
/** Stands between values: DC4, which Concordance shows as ¶. */
const delimiter = '\u0014';
/** Stands for a line end within a value: ®. */
const newline = '\u00ae';

/**
 * One line of a Concordance load file (DAT): every value between þ, DC4 between them, ® for a line end, CR LF behind.
 * The format has no way to quote its own marks, so in values þ becomes `th`, ® becomes `(R)`, and control characters
 * (DC4 among them) become blanks.
 */
export function datLine(values: readonly string[]): string {
  return `${values.map((value) => `${qualifier}${datValue(value)}${qualifier}`).join(delimiter)}\r\n`;
}

function datValue(value: string): string {
  return value
    .toWellFormed()
    .replaceAll(newline, '(R)')
    .replaceAll(qualifier, 'th')
    .replaceAll(/\r\n|[\n\r\u0085\u2028\u2029]/g, newline)
    .replaceAll(/\p{Cc}/gu, ' ');
}
