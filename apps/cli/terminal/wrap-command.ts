const indent = 2;
const continuation = ' \\';

/**
 * A command for a shell, in lines that are no wider than this where its words allow it. It stays one command when it is
 * pasted: lines end with a backslash, and break between words alone, best before an option.
 */
export function wrapCommand(command: string, width: number): string {
  const lines: string[] = [];
  let line = ' '.repeat(indent - 1);
  for (const part of parts(command)) {
    const isFirst = line.trim() === '';
    if (!isFirst && line.length + 1 + part.length + continuation.length > width) {
      lines.push(line + continuation);
      line = ' '.repeat(indent * 3 - 1);
    }
    line += ` ${part}`;
  }
  return [...lines, line].join('\n');
}

/** Words, those in quotation marks whole; an option with what is given to it, so that they stand together. */
function parts(command: string): readonly string[] {
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  const together: string[] = [];
  let isOption = false;
  for (const word of words) {
    const starts = word.startsWith('--') || word === '>';
    if (isOption && !starts) together.push(`${together.pop() ?? ''} ${word}`);
    else together.push(word);
    isOption = starts;
  }
  return together;
}
