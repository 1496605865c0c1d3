import type { Clock } from '#platform';
import { count, counted, duration, size } from './amounts.ts';
import { columns, cut } from './plain-text.ts';
import type { Terminal } from './terminal.ts';

/** How far something has come. */
export interface Advance {
  readonly done: number;
  /** What it will be, as far as is known; 0 when nothing is known yet. */
  readonly expected: number;
  readonly bytes?: number;
  /** The larger parts it comes in (mailboxes), which have a rate and a time left of their own. */
  readonly parts?: { readonly done: number; readonly total: number; readonly noun: string };
  /** What else there is to say, shortest last resort first to go on a narrow terminal. */
  readonly remarks?: readonly string[];
}

export interface ProgressOptions {
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** `Transferring`, `Processing`. */
  readonly title: string;
  /** One and many: `item`, `items`. */
  readonly noun: readonly [string, string];
}

const redrawMs = 100;
const lineMs = 10_000;
const rateSpanMs = 10_000;
/** Columns below which a bar shows nothing. */
const leastBar = 8;
const briefest = 5;

/**
 * Progress of one stage on stderr: redrawn in place on a terminal, a line now and then elsewhere.
 * Rate and time left come from the last ten seconds.
 */
export class ProgressBar implements Disposable {
  readonly #options: ProgressOptions;
  readonly #startedAt: number;
  readonly #samples: { at: number; done: number; parts: number }[] = [];
  #shownAt = -Infinity;
  #isShown = false;
  #latest: Advance | null = null;
  /** What was done before this run. */
  #before: number | null = null;
  #barWidth = 30;
  /** How much is left out for want of room. */
  #brevity = 0;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#startedAt = options.clock.monotonic();
  }

  update(advance: Advance): void {
    const { terminal, clock } = this.#options;
    const now = clock.monotonic();
    this.#latest = advance;
    this.#before ??= advance.done;
    const due = now - this.#shownAt >= (terminal.isLive ? redrawMs : lineMs);
    if (!due) return;
    this.#sample({ at: now, done: advance.done, parts: advance.parts?.done ?? 0 });
    if (!terminal.isLive && this.#shownAt === -Infinity) {
      this.#shownAt = now;
      return;
    }
    this.#shownAt = now;
    this.#show(this.#text(advance, now));
  }

  /** Takes the bar away, so that something else can be written. */
  clear(): void {
    if (this.#isShown) this.#options.terminal.draw('\r\u001B[2K');
    this.#isShown = false;
  }

  /** Leaves one line that says how it went. */
  [Symbol.dispose](): void {
    this.clear();
    if (this.#latest === null) return;
    const { terminal, clock, title, noun } = this.#options;
    const ms = clock.monotonic() - this.#startedAt;
    const { done, bytes, parts: larger, remarks = [] } = this.#latest;
    const parts = [counted(done, ...noun), ...(bytes === undefined ? [] : [size(bytes)]), duration(ms)];
    if (ms >= 1000) parts.push(`${count((done - (this.#before ?? 0)) / (ms / 1000))} a second`);
    if (larger !== undefined) parts.push(`${count(larger.done)} of ${count(larger.total)} ${larger.noun}`);
    terminal.note(`${terminal.paint('strong', title)}  ${[...parts, ...remarks].join(', ')}`);
  }

  #sample(sample: { at: number; done: number; parts: number }): void {
    const { at } = sample;
    this.#samples.push(sample);
    while (this.#samples.length > 2 && at - (this.#samples[0]?.at ?? at) > rateSpanMs) this.#samples.shift();
  }

  #show(text: string): void {
    const { terminal } = this.#options;
    if (!terminal.isLive) {
      terminal.note(text);
      return;
    }
    terminal.draw(`\r\u001B[2K${cut(text, this.#room())}`);
    this.#isShown = true;
  }

  /** Columns for a line that is redrawn; a Ctrl-C that the terminal shows as ^C still stands beside it. */
  #room(): number {
    return Math.max(20, this.#options.terminal.width() - 3);
  }

  #text(advance: Advance, now: number): string {
    const { terminal, title } = this.#options;
    const { done, expected } = advance;
    const known = expected > 0;
    const share = known ? Math.min(1, done / expected) : 0;
    const percent = known ? ` ${String(Math.floor(share * 100)).padStart(3)} %` : '';
    const tailAt = (brevity: number): string => `${percent}  ${this.#words(advance, { now, brevity }).join('  ')}`;
    if (!terminal.isLive) return `${title}${tailAt(0)}`;
    const roomBeside = (tail: string): number => this.#room() - columns(title) - columns(tail) - 1;
    // Neither ever grows again: a line that changes its shape all the time cannot be read.
    while (this.#brevity < briefest && roomBeside(tailAt(this.#brevity)) < (known ? leastBar : 0)) this.#brevity += 1;
    const tail = tailAt(this.#brevity);
    this.#barWidth = Math.min(this.#barWidth, roomBeside(tail));
    const drawn = this.#barWidth >= leastBar && known ? ` ${bar(share, this.#barWidth)}` : '';
    return `${title}${drawn}${tail}`;
  }

  /** What is said beside the bar; the briefer, the less. How long it still takes is always said. */
  #words(advance: Advance, { now, brevity }: { now: number; brevity: number }): readonly string[] {
    const { noun } = this.#options;
    const { done, expected, bytes, remarks = [] } = advance;
    const rate = this.#rate('done');
    const of = brevity < 2 ? ' of ' : '/';
    const items =
      expected > 0 ? `${count(done)}${of}${counted(Math.max(done, expected), ...noun)}` : counted(done, ...noun);
    return [
      ...(brevity < 5 ? [items] : []),
      ...(brevity < 4 && rate > 0 ? [`${count(rate)}/s`] : []),
      ...(brevity < 1 && bytes !== undefined ? [size(bytes)] : []),
      ...(brevity < 3 ? this.#partsText(advance, of) : []),
      this.#left(advance) ?? duration(now - this.#startedAt),
      ...(brevity < 5 ? remarks : []),
    ];
  }

  #partsText({ parts }: Advance, of: string): readonly string[] {
    if (parts === undefined) return [];
    const rate = this.#rate('parts');
    const perSecond = rate > 0 ? ` (${rate < 10 ? rate.toFixed(1) : count(rate)}/s)` : '';
    return [`${count(parts.done)}${of}${count(parts.total)} ${parts.noun}${perSecond}`];
  }

  /** By what takes longest: of mailboxes nobody looked into yet, the items are not known. */
  #left({ done, expected, parts }: Advance): string | null {
    const lefts = [
      { left: expected - done, rate: this.#rate('done') },
      { left: (parts?.total ?? 0) - (parts?.done ?? 0), rate: this.#rate('parts') },
    ].filter(({ left, rate }) => left > 0 && rate > 0);
    if (lefts.length === 0) return null;
    return `${duration(Math.max(...lefts.map(({ left, rate }) => (left / rate) * 1000)))} left`;
  }

  #rate(of: 'done' | 'parts'): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at - first.at < 200) return 0;
    return ((last[of] - first[of]) / (last.at - first.at)) * 1000;
  }
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

function bar(share: number, width: number): string {
  const filled = share * width;
  const whole = Math.floor(filled);
  const part = whole < width ? (eighths[Math.floor((filled - whole) * 8)] ?? '') : '';
  return `${'█'.repeat(whole)}${part}`.padEnd(width, '░');
}
