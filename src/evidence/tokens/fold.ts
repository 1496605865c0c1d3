/** Letters that do not come apart into a plain letter and a mark, and what they are found as. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ð: 'd',
  đ: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ı: 'i',
  ĸ: 'k',
  ς: 'σ',
};
const specialLetter = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu');

// Combining diacritics, Hebrew points, Arabic vowel signs and tatweel. Signs that are letters of their own (the vowels
// of Devanagari, the voicing marks of kana) stay: without them the words are others.
const accents =
  /[\u0300-\u036F\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0640\u064B-\u0652\u0670\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F]/gu;

// Soft hyphens, joiners, direction marks, variation selectors: seen by nobody, often put into words to hide them.
const unseen = /[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]/gu;

/**
 * Text as it is found: case, accents and compatible forms (full width, ligatures) folded, what nobody sees left out.
 * Nothing is stemmed. Law: folding twice is folding once.
 */
export function fold(text: string): string {
  if (!/[^\0-\x7F]/.test(text)) return text.toLowerCase();
  const lower = text.replace(unseen, '').normalize('NFKC').toLowerCase().normalize('NFKD').replace(accents, '');
  return lower
    .normalize('NFC')
    .replace(unseen, '')
    .replace(specialLetter, (letter) => plainLetters[letter] ?? letter);
}
