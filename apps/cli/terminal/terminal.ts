import { paintFor, type Paint, type Tone } from './paint.ts';
import { cut, plainText, wrap } from './plain-text.ts';
import { table, type Cell, type Column } from './table.ts';

/** What is shown to a person, and what is handed to a program. */
export interface Terminal {
  /** Results go to stdout as JSON; everything for people goes to stderr or is left out. */
  readonly isJson: boolean;
  /** Whether progress may be redrawn in place. */
  readonly isLive: boolean;
  readonly paint: Paint;
  /** Columns of stderr, where progress is drawn. */
  width(): number;
  /** A line of the result, for people: left out with --json. */
  line(text?: string): void;
  /** Words of the result, wrapped to the terminal, with an indent. */
  words(text: string, indent?: number): void;
  /** A short mark, painted, and words beside it, wrapped under themselves. */
  marked(mark: { text: string; tone: Tone }, text: string, indent?: number): void;
  table(shape: readonly Column[], rows: readonly (readonly (Cell | string)[])[]): void;
  /** Titled facts, aligned. */
  facts(rows: readonly (readonly [string, string])[]): void;
  /** One object of the result, for programs: left out without --json. */
  object(value: unknown): void;
  /** Text on stdout just as it is, with and without --json (a file to keep). */
  raw(text: string | Uint8Array): void;
  /** A remark on the way, on stderr. */
  note(text: string): void;
  /** What is being done right now: one line, replaced by the next, on a live terminal only; null takes it away. */
  status(text: string | null): void;
  /** Raw text on stderr (progress). */
  draw(text: string): void;
}

export interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** The terminal this process was started on. */
export function openTerminal(streams: Streams, isJson: boolean): Terminal {
  const { stdout, stderr } = streams;
  const paint = paintFor(stdout);
  const isLive = stderr.isTTY && !isJson;
  const outWidth = (): number => (stdout.isTTY ? stdout.columns : Infinity);
  const line = (text = ''): void => {
    if (!isJson) stdout.write(`${text}\n`);
  };
  return {
    isJson,
    isLive,
    paint,
    width: () => (stderr.isTTY ? stderr.columns : 100),
    line,
    words(text, indent = 0) {
      for (const wrapped of wrapPlain(text, outWidth() - indent)) line(' '.repeat(indent) + wrapped);
    },
    marked(mark, text, indent = 0) {
      const beside = indent + mark.text.length + 2;
      for (const [index, wrapped] of wrapPlain(text, outWidth() - beside).entries()) {
        const start = index === 0 ? `${' '.repeat(indent)}${paint(mark.tone, mark.text)}  ` : ' '.repeat(beside);
        line(start + wrapped);
      }
    },
    table(shape, rows) {
      if (isJson) return;
      for (const row of table(shape, rows, { width: outWidth(), paint })) line(row);
    },
    facts(rows) {
      const widest = rows.reduce((most, [title]) => Math.max(most, title.length), 0);
      for (const [title, text] of rows) {
        const lines = stdout.isTTY ? wrap(plainText(text), Math.max(30, outWidth() - widest - 2)) : [plainText(text)];
        for (const [index, part] of lines.entries())
          line(`${paint('faint', (index === 0 ? title : '').padEnd(widest))}  ${part}`);
      }
    },
    object(value) {
      if (isJson) stdout.write(`${JSON.stringify(value)}\n`);
    },
    raw(text) {
      stdout.write(text);
    },
    note(text) {
      stderr.write(`${text}\n`);
    },
    status(text) {
      if (!isLive) return;
      stderr.write(`\r\u001B[2K${text === null ? '' : cut(plainText(text), stderr.columns - 1)}`);
    },
    draw(text) {
      stderr.write(text);
    },
  };
}

/** Wrapped to the width, or to what is pleasant to read where that is less. */
function wrapPlain(text: string, width: number): readonly string[] {
  const safe = text.split('\n').map(plainText).join('\n');
  return wrap(safe, Math.max(30, Math.min(width, 100)));
}
