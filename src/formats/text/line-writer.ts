/**
 * Collects running text: blanks collapse, line ends are asked for and come out once.
 * A breaker asked for several times in a row counts as the strongest of them.
 */
export class LineWriter {
  readonly #limit: number;
  #pieces: string[] = [];
  #length = 0;
  #pending: '' | ' ' | '\n' | '\n\n' = '';
  #isLineEmpty = true;
  isCut = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  space(): void {
    if (this.#pending === '' && !this.#isLineEmpty) this.#pending = ' ';
  }

  line(): void {
    if (this.#pending !== '\n\n' && this.#length > 0) this.#pending = '\n';
  }

  paragraph(): void {
    if (this.#length > 0) this.#pending = '\n\n';
  }

  /** Adds text as it is, after what is pending. */
  literal(text: string): void {
    this.#flush();
    this.#push(text);
    this.#isLineEmpty = true;
  }

  text(piece: string, isPreformatted: boolean): void {
    if (isPreformatted) {
      if (piece === '') return;
      this.#flush();
      this.#push(piece.replaceAll('\r\n', '\n').replaceAll('\r', '\n'));
      this.#isLineEmpty = piece.endsWith('\n');
      return;
    }
    const words = piece.replaceAll(/[\s\u00a0]+/g, ' ');
    if (words === '' || words === ' ') {
      if (words === ' ') this.space();
      return;
    }
    if (words.startsWith(' ')) this.space();
    this.#flush();
    this.#push(words.trim());
    this.#isLineEmpty = false;
    if (words.endsWith(' ')) this.#pending = ' ';
  }

  end(): string {
    return this.#pieces.join('').trim();
  }

  #flush(): void {
    if (this.#pending !== '') this.#push(this.#pending);
    if (this.#pending !== ' ' && this.#pending !== '') this.#isLineEmpty = true;
    this.#pending = '';
  }

  #push(text: string): void {
    if (this.#length + text.length > this.#limit) {
      this.isCut = true;
      return;
    }
    this.#pieces.push(text);
    this.#length += text.length;
  }
}
