/** What a character is to the tokeniser. */
export const kinds = { other: 1, letter: 2, mark: 3, unspaced: 4, sign: 5, region: 6 } as const;

const scripts = ['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar'];
const unspaced = new RegExp(`[${scripts.map((script) => String.raw`\p{scx=${script}}`).join('')}]`, 'u');
const letter = /[\p{L}\p{N}]/u;
const mark = /\p{M}/u;
const sign = /\p{Extended_Pictographic}/u;
const region = /\p{RI}/u;

/** Kinds by code point, told once for each; 0 is not told yet. */
const known = new Uint8Array(0x110000);

/** The kind of the character at this place of a text. */
export function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  const point = code >= 0xd800 && code < 0xdc00 ? (text.codePointAt(at) ?? code) : code;
  const kind = known[point] ?? kinds.other;
  return kind === 0 ? (known[point] = tell(String.fromCodePoint(point))) : kind;
}

/** How many UTF-16 units the character at this place takes. */
export function lengthAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code < 0xdc00 && at + 1 < text.length ? 2 : 1;
}

function tell(character: string): number {
  const isLetter = letter.test(character);
  const isMark = mark.test(character);
  if ((isLetter || isMark) && unspaced.test(character)) return kinds.unspaced;
  if (isLetter) return kinds.letter;
  if (isMark) return kinds.mark;
  if (sign.test(character)) return kinds.sign;
  return region.test(character) ? kinds.region : kinds.other;
}
