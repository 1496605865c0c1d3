// Built from numbers: control characters as literals would be invisible here.
const controls = new RegExp(
  `[${String.fromCharCode(0)}-${String.fromCharCode(0x1f)}${String.fromCharCode(0x7f)}-${String.fromCharCode(0x9f)}` +
    '\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069]',
  'gu',
);

/**
 * Text from outside (folder names, addresses, a service's messages) made safe for a terminal: control characters
 * and direction marks could move the cursor, recolour or reorder what is shown.
 */
export function plainText(text: string): string {
  return text.replace(controls, '\u{FFFD}');
}

const wide =
  /\p{Extended_Pictographic}|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u;
const unseen = /^[\p{Mark}\u200B-\u200D\uFE0F]+$/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function widthOf(grapheme: string): number {
  if (unseen.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

/** Columns a text takes on a terminal: East Asian characters and emoji take two. */
export function columns(text: string): number {
  let sum = 0;
  for (const { segment } of graphemes.segment(text)) sum += widthOf(segment);
  return sum;
}

/** The text, cut with `…` where it is wider than that. */
export function cut(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const { segment } of graphemes.segment(text)) {
    used += widthOf(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept}…`;
}

// A command, a path or a name in quotes or backticks, and a command that is written out with its path.
const whole = /`[^`]*`\S*|(?:chmod \d+ )?(?<![^\s(])'[^']*'\S*|chmod \d+ \S+|[^ ]+/g;

/**
 * Lines no wider than that, broken between words; a longer word, a command or a quoted path stays whole, so that it can
 * be copied.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.match(whole) ?? []) {
      if (line !== '' && columns(line) + 1 + columns(word) > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines;
}
