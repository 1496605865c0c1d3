const replacement = '\uFFFD';

/**
 * Text that Postgres and JSON take as it is: NUL becomes U+FFFD, lone surrogates become U+FFFD.
 * Everything else, emoji included, stays.
 */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', replacement) : wellFormed;
}

/** Line ends as `\n`: CRLF, lone CR and LF are one line end each. */
export function normaliseLineEnds(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
}

/** The first `length` UTF-16 units, never ending in half a character. */
export function truncateText(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHighSurrogate ? length - 1 : length);
}
