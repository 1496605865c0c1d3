import type { FailureEvidence } from '#evidence';
import { Failure } from '#evidence';
import type { Connection } from '../connections/connection.ts';
import { entryOfCode } from '../errors/dictionary.ts';

/** The automatic tests of connections, in the order they run. */
export const checkIds = [
  'tenant-exists',
  'app-exists',
  'secret-valid',
  'redirect-registered',
  'consent-given',
  'consent-breadth',
  'permissions-enough',
  'permissions-excess',
  'readbasic-conflict',
  'mailbox-reachable',
  'mailbox-allowed',
  'full-access-delegated',
  'message-bytes',
  'throttle-headroom',
  'clock-skew',
] as const;

export type CheckId = (typeof checkIds)[number];

const delegatedOnly = new Set<CheckId>(['redirect-registered', 'consent-breadth', 'full-access-delegated']);

/** The checks of one kind of connection: a person is let in by Full Access, an application by policies and scopes. */
export function checkIdsOf(kind: Connection['kind']): readonly CheckId[] {
  return checkIds.filter((id) => (kind === 'delegated' ? id !== 'mailbox-allowed' : !delegatedOnly.has(id)));
}

/** What one check found. */
export interface CheckResult {
  readonly id: CheckId;
  /** The mailbox it is about, as it was named; null for the connection as a whole. */
  readonly mailbox: string | null;
  readonly tried: string;
  readonly result: 'pass' | 'warn' | 'fail' | 'skipped';
  /** One sentence. With `skipped`: because of what. */
  readonly cause: string;
  /** Steps, in order; empty when nothing is to be done. */
  readonly fix: readonly string[];
  readonly evidence: FailureEvidence;
  /** Of `secret-valid`: when the credential ends (ISO 8601), where that was learned. */
  readonly expiresAt?: string;
}

export interface Finding {
  readonly cause: string;
  readonly fix?: readonly string[];
  readonly evidence?: FailureEvidence;
}

/** One check about to be answered. */
export interface Check {
  pass(finding: Finding): CheckResult;
  warn(finding: Finding): CheckResult;
  fail(finding: Finding): CheckResult;
  skip(because: string): CheckResult;
  /** A failure as the dictionary explains it. */
  failed(failure: Failure): CheckResult;
}

/** Begins a check: says what is tried, and gives the ways it can end. */
export function check(id: CheckId, tried: string, mailbox: string | null = null): Check {
  const end = (result: CheckResult['result'], { cause, fix = [], evidence = {} }: Finding): CheckResult => ({
    id,
    mailbox,
    tried,
    result,
    cause,
    fix,
    evidence,
  });
  return {
    pass: (finding) => end('pass', finding),
    warn: (finding) => end('warn', finding),
    fail: (finding) => end('fail', finding),
    skip: (because) => end('skipped', { cause: because }),
    failed: (failure) => end('fail', explained(failure)),
  };
}

/** Whether a list of results lets work begin: nothing failed. */
export function isUsable(results: readonly CheckResult[]): boolean {
  return results.every((result) => result.result !== 'fail');
}

/** A failure as a finding, with the steps of the dictionary. A check does not wait or try again, so it does not say so. */
export function explained(failure: Failure): Finding {
  const known = entryOfCode(failure.code)?.fix ?? (failure.fix === undefined ? [] : [failure.fix]);
  const steps = known.filter((step) => !step.startsWith('Nothing:'));
  const isPassing = failure.kind === 'unavailable' || failure.kind === 'throttled';
  const fix = isPassing ? [...steps, 'Check again in some minutes: the fault may pass.'] : steps;
  return { cause: failure.message, fix, evidence: failure.evidence };
}

/** The Failure something ended with, or its value. What is not a Failure is thrown on. */
export async function attempt<Result>(work: Promise<Result>): Promise<Result | Failure> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
