import { UsageError } from './usage-error.ts';

/** What was typed after a command: its arguments in order and its options by name, read with the type each has. */
export class Given {
  readonly #positions: readonly unknown[];
  readonly #options: Readonly<Record<string, unknown>>;

  constructor(positions: readonly unknown[], options: Readonly<Record<string, unknown>>) {
    this.#positions = positions;
    this.#options = options;
  }

  /** A required argument, by its place. */
  argument(place: number): string {
    const value = this.#positions[place];
    if (typeof value === 'string' && value !== '') return value;
    throw new UsageError('An argument is missing or empty.');
  }

  /** An option with a value; undefined when it was not given. `UsageError` when the value is empty. */
  text(name: string): string | undefined {
    const value = this.#options[name];
    return typeof value === 'string' ? filled(name, value) : undefined;
  }

  /** An option that must be given. */
  required(name: string, flag: string): string {
    const value = this.text(name);
    if (value !== undefined) return value;
    throw new UsageError(`${flag} is required.`);
  }

  /** An option that may be repeated, or given several values at once. */
  texts(name: string): readonly string[] {
    const value = this.#options[name];
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string').map((one) => filled(name, one)) : [];
  }

  /** A flag that has a `--no-…` flag beside it: what was said; undefined when neither was given. */
  choice(name: string): boolean | undefined {
    const value = this.#options[name];
    return typeof value === 'boolean' ? value : undefined;
  }

  /** Whether a flag was given; a `--no-…` flag is true unless it was. */
  flag(name: string): boolean {
    return this.#options[name] === true;
  }
}

/** An empty value is most often a shell variable that is not set: never to be taken for no value. */
function filled(name: string, value: string): string {
  if (value.trim() !== '') return value;
  throw new UsageError(
    `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} was given an empty value.`,
  );
}
