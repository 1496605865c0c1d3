/** Running text as it is collected: blanks collapse, line ends are asked for and come out once. */
export interface RunningText {
  readonly limit: number;
  readonly pieces: string[];
  length: number;
  /** What comes before the next word; asked for several times in a row, the strongest counts. */
  pending: '' | ' ' | '\n' | '\n\n';
  isLineEmpty: boolean;
  /** Whether the limit stopped it. */
  isCut: boolean;
}

export function startText(limit: number): RunningText {
  return { limit, pieces: [], length: 0, pending: '', isLineEmpty: true, isCut: false };
}

export function addSpace(out: RunningText): void {
  if (out.pending === '' && !out.isLineEmpty) out.pending = ' ';
}

export function endLine(out: RunningText): void {
  if (out.pending !== '\n\n' && out.length > 0) out.pending = '\n';
}

export function endParagraph(out: RunningText): void {
  if (out.length > 0) out.pending = '\n\n';
}

/** Adds a mark that begins a line, as it is. */
export function addMark(out: RunningText, mark: string): void {
  flush(out);
  push(out, mark);
  out.isLineEmpty = true;
}

/** Adds words; line ends among them are blanks like others. */
export function addWords(out: RunningText, piece: string): void {
  const words = piece.replaceAll(/[\s\u00a0]+/g, ' ');
  if (words === '') return;
  if (words.startsWith(' ')) addSpace(out);
  if (words === ' ') return;
  flush(out);
  push(out, words.trim());
  out.isLineEmpty = false;
  if (words.endsWith(' ')) out.pending = ' ';
}

/** Adds text whose blanks and line ends count. */
export function addPreformatted(out: RunningText, piece: string): void {
  if (piece === '') return;
  flush(out);
  push(out, piece.replaceAll('\r\n', '\n').replaceAll('\r', '\n'));
  out.isLineEmpty = piece.endsWith('\n');
}

export function finishText(out: RunningText): string {
  return out.pieces.join('').trim();
}

function flush(out: RunningText): void {
  if (out.pending === '') return;
  push(out, out.pending);
  if (out.pending !== ' ') out.isLineEmpty = true;
  out.pending = '';
}

function push(out: RunningText, text: string): void {
  if (out.length + text.length > out.limit) {
    out.isCut = true;
    return;
  }
  out.pieces.push(text);
  out.length += text.length;
}
