import { failureOf, readKql, type Expression } from '#search';
import type { Terminal } from '../terminal/terminal.ts';
import { plainText } from '../terminal/plain-text.ts';

const widest = 100;

/** The query that was typed; where it is not understood, it is shown with the place marked, and thrown as a failure. */
export function readQuery(terminal: Terminal, query: string): Expression {
  const read = readKql(query);
  if ('expression' in read) return read.expression;
  const { at, length } = read.problem;
  const start = Math.max(0, at - Math.floor(widest / 2));
  const shown = plainText(query.slice(start, start + widest));
  terminal.note(`  ${shown}`);
  terminal.note(
    `  ${' '.repeat(at - start)}${terminal.paint('bad', '^'.repeat(Math.max(1, Math.min(length, widest - (at - start)))))}`,
  );
  throw failureOf(query, read.problem);
}
