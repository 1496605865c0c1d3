/**
 * What can go wrong, sorted by what to do about it.
 *
 * | kind        | what to do                                            |
 * | ----------- | ----------------------------------------------------- |
 * | not-found   | it is not there (any more): record, go on             |
 * | denied      | a person must grant or correct something              |
 * | throttled   | wait until the named time, then again                 |
 * | unavailable | passing fault of network or service: try again        |
 * | changed     | what we relied on moved on (expired cursor, epoch)    |
 * | malformed   | the bytes or the input are wrong; trying again is vain |
 * | conflict    | somebody else holds it                                |
 * | bug         | ours, or an answer nobody knows: keep the raw text    |
 */
export type FailureKind =
  'not-found' | 'denied' | 'throttled' | 'unavailable' | 'changed' | 'malformed' | 'conflict' | 'bug';

export const failureKinds: readonly FailureKind[] = [
  'not-found',
  'denied',
  'throttled',
  'unavailable',
  'changed',
  'malformed',
  'conflict',
  'bug',
];

/** Where a failure was seen at a provider; goes into attempts and check evidence, never secrets. */
export interface FailureEvidence {
  readonly status?: number;
  /** The provider's code as it was sent (`ErrorItemNotFound`, `AADSTS7000215`). */
  readonly providerCode?: string;
  readonly providerMessage?: string;
  readonly requestId?: string;
  readonly correlationId?: string;
  readonly at?: string;
}

export interface FailureOptions {
  /** Stable code of the documentation page, e.g. `graph-item-not-found`. */
  readonly code: string;
  /** What to do about it, in one or a few sentences. */
  readonly fix?: string;
  /** With `throttled`: not before this time (milliseconds since the epoch). */
  readonly until?: number;
  readonly evidence?: FailureEvidence;
  readonly cause?: unknown;
}

/** The only error the rooms throw on purpose. `message` says the cause in one sentence. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly code: string;
  readonly fix: string | undefined;
  readonly until: number | undefined;
  readonly evidence: FailureEvidence;

  constructor(kind: FailureKind, message: string, options: FailureOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    this.kind = kind;
    this.code = options.code;
    this.fix = options.fix;
    this.until = options.until;
    this.evidence = options.evidence ?? {};
  }
}

/** Any thrown value as a Failure; what is not one already is a `bug` that keeps its text. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return new Failure('bug', text, { code: 'unexpected', cause: thrown });
}
