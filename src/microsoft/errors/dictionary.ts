import type { FailureEvidence } from '#evidence';
import { Failure } from '#evidence';
import type { ErrorEntry, ProviderAnswer } from './error-entry.ts';
import { findEntry } from './error-entry.ts';
import { entraErrors } from './entra-errors.ts';
import { graphErrors } from './graph-errors.ts';

export type Provider = 'entra' | 'graph';

const tables: Readonly<Record<Provider, readonly ErrorEntry[]>> = { entra: entraErrors, graph: graphErrors };

const longestText = 500;

/** Everything an answer told, for the dictionary and for the evidence. */
export interface RefusedAnswer extends ProviderAnswer {
  readonly requestId?: string | undefined;
  readonly correlationId?: string | undefined;
  /** ISO 8601. */
  readonly at: string;
  /** With 429: not before (milliseconds since the epoch). */
  readonly until?: number | undefined;
}

/** An answer as a Failure, by the provider's dictionary. An unknown code keeps its raw text and says it is unknown. */
export function refusal(provider: Provider, answer: RefusedAnswer): Failure {
  const entry = findEntry(tables[provider], answer);
  return entry === null ? unknownAnswer(provider, answer) : knownAnswer(entry, answer);
}

/** What the dictionary says of an answer; null when nobody knows it. */
export function explain(provider: Provider, answer: ProviderAnswer): ErrorEntry | null {
  return findEntry(tables[provider], answer);
}

/** The entry of one of our own codes; null when there is none. */
export function entryOfCode(code: string): ErrorEntry | null {
  return [...entraErrors, ...graphErrors].find((entry) => entry.code === code) ?? null;
}

function knownAnswer(entry: ErrorEntry, answer: RefusedAnswer): Failure {
  return new Failure(entry.kind, entry.cause, {
    code: entry.code,
    fix: entry.fix.join(' '),
    evidence: evidenceOf(answer),
    ...(answer.until === undefined ? {} : { until: answer.until }),
  });
}

function unknownAnswer(provider: Provider, answer: RefusedAnswer): Failure {
  const who = provider === 'entra' ? 'The sign-in service' : 'Graph';
  const code = answer.providerCodes[0] ?? 'no code';
  const said = answer.text === '' ? 'no text' : shorten(answer.text);
  const kind =
    answer.status >= 500
      ? 'unavailable'
      : answer.status === 404
        ? 'not-found'
        : answer.status === 401 || answer.status === 403
          ? 'denied'
          : 'bug';
  return new Failure(kind, `${who} answered ${String(answer.status)} ${code}, which is unknown to Chainmail: ${said}`, {
    code: `${provider}-unknown`,
    fix: 'Look the code up at Microsoft, and report it with the request id so that it gets an entry.',
    evidence: evidenceOf(answer),
  });
}

function evidenceOf(answer: RefusedAnswer): FailureEvidence {
  const code = answer.providerCodes[0];
  return {
    status: answer.status,
    at: answer.at,
    ...(code === undefined ? {} : { providerCode: code }),
    ...(answer.text === '' ? {} : { providerMessage: shorten(answer.text) }),
    ...(answer.requestId === undefined ? {} : { requestId: answer.requestId }),
    ...(answer.correlationId === undefined ? {} : { correlationId: answer.correlationId }),
  };
}

function shorten(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}
