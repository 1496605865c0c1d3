import type { Clock } from '#platform';
import type { OpenConnection } from '../connections/connection.ts';
import { neededPermissions } from '../capabilities/capability.ts';
import type { CheckId, CheckResult } from './check-result.ts';
import { check, checkIdsOf } from './check-result.ts';
import type { ChosenMailbox } from './chosen-mailbox.ts';
import { defaultMailbox, namedMailbox } from './chosen-mailbox.ts';
import { checkClock } from './clock-check.ts';
import { checkExpiry } from './credential-expiry.ts';
import { checkConsentBreadth, checkConsentEnough, checkConsentExcess, checkRedirect } from './delegated-checks.ts';
import { readGrants } from './grants.ts';
import type { MailboxOutcome } from './mailbox-checks.ts';
import { busyMailbox, checkMailbox } from './mailbox-checks.ts';
import type { BytesProof } from './permission-checks.ts';
import { checkEnough, checkExcess, checkReadBasic } from './permission-checks.ts';
import { checkSignIn } from './sign-in-checks.ts';

/**
 * Does something with a mailbox (object id) while no other process of ours works on it: the allowance is one for all.
 * Null, and nothing was done, when another process keeps it.
 */
export type MailboxTurn = <Result>(mailbox: string, work: () => Promise<Result>) => Promise<Result | null>;

export interface CheckOptions {
  /** Mailboxes by address, alias or object id; without them one is chosen. */
  readonly mailboxes?: readonly string[];
  /** Where sign-ins of a delegated connection return to; without it that is not checked. */
  readonly redirectUri?: string;
  /**
   * Hears of each check as it is answered, for whoever watches. What comes back at the end counts: a result may be told
   * again, differently, once more is known.
   */
  readonly found?: (result: CheckResult) => void;
  /** Without it nobody else is expected at the mailboxes. */
  readonly turn?: MailboxTurn;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const mailboxesAtOnce = 8;
const mailboxCheckIds = new Set<CheckId>([
  'mailbox-reachable',
  'mailbox-allowed',
  'full-access-delegated',
  'message-bytes',
  'throttle-headroom',
]);

/**
 * Checks a connection from the sign-in down to a message's bytes, and says of what is wrong the cause and the fix.
 * Results are in the order of `checkIdsOf`, those of mailboxes one mailbox after the other. What could only repeat an
 * earlier failure is skipped, and says because of what. Best run on a connection opened with `patience: brisk`.
 * Throws only what is no finding: the signal's reason, and faults of the network while mailboxes are probed.
 */
export async function runChecks(open: OpenConnection, options: CheckOptions): Promise<readonly CheckResult[]> {
  const { signal } = options;
  const signIn = await checkSignIn(open, signal);
  tell(options, signIn.results);
  if (signIn.claims === null) {
    const redirect = await delegatedOnly(open, () => checkRedirect(open, options.redirectUri, options));
    return inOrder(
      open,
      [...signIn.results, ...redirect, checkClock(open, signIn.clockFailure)],
      'The sign-in failed.',
    );
  }
  const [tenant, app, secret, consent] = signIn.results;
  if (tenant === undefined || app === undefined || secret === undefined || consent === undefined) return signIn.results;
  const expiry = await checkExpiry(open, secret, { now: options.clock.now(), roles: signIn.claims.roles, signal });
  const begun = [tenant, app, expiry, consent];
  tell(options, [expiry]);
  if (consent.result === 'fail') return inOrder(open, [...begun, checkClock(open, null)], 'No permission was granted.');
  if (open.connection.kind === 'delegated')
    return runDelegated(open, options, { begun, scopes: signIn.claims.scopes ?? [] });
  const grants = await readGrants(open, signIn.claims, signal);
  const outcomes = collectsMail(open) ? await checkMailboxes(open, options) : [];
  const bytes = proof(outcomes);
  const enough = checkEnough(open, grants, bytes);
  tell(options, [enough]);
  const basic = checkReadBasic(open, grants, bytes);
  const mailboxes = mailboxResults(open, outcomes, enough.result === 'fail' && bytes !== 'read' ? enough.cause : null);
  return [...begun, enough, checkExcess(open, grants), basic, ...mailboxes, checkClock(open, null)];
}

function tell({ found }: CheckOptions, results: readonly CheckResult[]): void {
  for (const result of results) found?.(result);
}

interface SignedIn {
  readonly begun: readonly CheckResult[];
  readonly scopes: readonly string[];
}

async function runDelegated(
  open: OpenConnection,
  options: CheckOptions,
  { begun, scopes }: SignedIn,
): Promise<readonly CheckResult[]> {
  const outcomes = collectsMail(open) ? await checkMailboxes(open, options) : [];
  const bytes = proof(outcomes);
  const grants = { source: 'token', grants: scopes.map((name) => ({ resource: 'graph' as const, name })) } as const;
  const enough = checkConsentEnough(open, scopes, bytes);
  const missing = enough.result === 'fail' ? enough.cause : null;
  const redirect = await checkRedirect(open, options.redirectUri, options);
  tell(options, [redirect]);
  const breadth = await checkConsentBreadth(open, scopes, options.signal);
  tell(options, [breadth]);
  const results = [
    ...begun,
    redirect,
    breadth,
    enough,
    checkConsentExcess(open, scopes),
    checkReadBasic(open, grants, bytes),
    ...mailboxResults(open, outcomes, missing),
    checkClock(open, null),
  ];
  return inOrder(open, results, 'Not tried.');
}

async function delegatedOnly(open: OpenConnection, work: () => Promise<CheckResult>): Promise<readonly CheckResult[]> {
  return open.connection.kind === 'delegated' ? [await work()] : [];
}

/** Results in the order of the checks, those of mailboxes as they came; what is missing was skipped because of this. */
function inOrder(open: OpenConnection, results: readonly CheckResult[], because: string): readonly CheckResult[] {
  const ids = checkIdsOf(open.connection.kind);
  const ofMailboxes = results.filter(({ mailbox }) => mailbox !== null);
  const firstOfMailbox = ids.find((id) => mailboxCheckIds.has(id));
  return ids.flatMap((id) => {
    if (ofMailboxes.length > 0 && mailboxCheckIds.has(id)) return id === firstOfMailbox ? ofMailboxes : [];
    return [results.find((result) => result.id === id) ?? skipped(id, because)];
  });
}

function collectsMail(open: OpenConnection): boolean {
  return neededPermissions(open.connection.capabilities).some(({ permission }) => permission.name === 'Mail.Read');
}

async function checkMailboxes(open: OpenConnection, options: CheckOptions): Promise<readonly MailboxOutcome[]> {
  const { mailboxes, signal, turn } = options;
  const checked = async (mailbox: ChosenMailbox): Promise<MailboxOutcome> => {
    const work = async (): Promise<MailboxOutcome> => {
      const outcome = await checkMailbox(open, mailbox, signal);
      tell(options, outcome.results);
      return outcome;
    };
    if (turn === undefined || mailbox.id === null) return work();
    return (await turn(mailbox.id, work)) ?? busyMailbox(open, mailbox);
  };
  if (mailboxes === undefined || mailboxes.length === 0) {
    const chosen = await defaultMailbox(open, signal);
    return chosen === null ? [] : [await checked(chosen)];
  }
  const outcomes: MailboxOutcome[] = [];
  for (let start = 0; start < mailboxes.length; start += mailboxesAtOnce) {
    const some = mailboxes.slice(start, start + mailboxesAtOnce);
    const named: ChosenMailbox[] = await Promise.all(some.map((given) => namedMailbox(open, given, signal)));
    outcomes.push(...(await Promise.all(named.map(checked))));
  }
  return outcomes;
}

/** One mailbox whose bytes were read proves the permission; a refusal counts only where none was read. */
function proof(outcomes: readonly MailboxOutcome[]): BytesProof {
  if (outcomes.some(({ bytes }) => bytes === 'read')) return 'read';
  return (['refused', 'busy'] as const).find((proved) => outcomes.some(({ bytes }) => bytes === proved)) ?? 'untried';
}

/** A missing permission is told once: mailboxes that were refused because of it are skipped, not failed again. */
function mailboxResults(
  open: OpenConnection,
  outcomes: readonly MailboxOutcome[],
  missing: string | null,
): readonly CheckResult[] {
  if (outcomes.length === 0) {
    const because = collectsMail(open)
      ? 'No mailbox could be chosen from the directory: name one with --mailbox.'
      : 'The connection does not collect mail.';
    return checkIdsOf(open.connection.kind)
      .filter((id) => mailboxCheckIds.has(id))
      .map((id) => skipped(id, because));
  }
  const results = outcomes.flatMap((outcome) => outcome.results);
  if (missing === null) return results;
  return results.map((result) =>
    result.result === 'fail' &&
    (result.id === 'mailbox-allowed' || result.id === 'full-access-delegated' || result.id === 'message-bytes')
      ? check(result.id, result.tried, result.mailbox).skip(`Refused, as was to be expected: ${missing}`)
      : result,
  );
}

function skipped(id: CheckId, because: string): CheckResult {
  return check(id, 'Not tried.').skip(because);
}
