/** Text of others, made safe to print: no control characters, nothing that turns the direction of a line. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');
}

/** A text in lines of at most `width` characters, broken at spaces where there are any. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => pieces(each, width))) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** Rows in columns: the first one is given what the others leave and is cut where it must be; numbers stand right. */
export function columns(rows: readonly (readonly string[])[], width: number): readonly string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  const rest = widths.slice(1).reduce((sum, each) => sum + each + 2, 0);
  const first = Math.max(12, Math.min(widths[0] ?? 0, width - rest));
  return rows.map(([head = '', ...cells]) => {
    const numbers = cells.map((cell, index) => cell.padStart((widths[index + 1] ?? 0) + 2));
    return cut(head, first).padEnd(first) + numbers.join('');
  });
}

/** A text cut in its middle, where paths and addresses tell least. */
function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  const tail = Math.floor((width - 1) / 2);
  return `${text.slice(0, width - 1 - tail)}…${text.slice(text.length - tail)}`;
}

function pieces(word: string, width: number): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < word.length; at += width) parts.push(word.slice(at, at + width));
  return parts.length === 0 ? [''] : parts;
}
