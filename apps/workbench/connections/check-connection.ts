import { Failure } from '#evidence';
import {
  brisk,
  openConnection,
  runChecks,
  updateConnection,
  type CheckResult,
  type MailboxTurn,
  type OpenConnection,
} from '#microsoft';
import { endHoldsOfDead, inMailboxTurn } from '#collector';
import { recordAct } from '#custody';
import { isDeadHolder } from '../holder.ts';
import type { Work } from '../work.ts';
import { connectionStore } from './connection-store.ts';

/** What a check works with. */
interface Checking extends Pick<Work, 'instance' | 'clock' | 'actor' | 'signal'> {
  /** Hears of each check as it is answered. */
  readonly found?: (result: CheckResult) => void;
  /** Where sign-ins of people return to; without it that is not checked. */
  readonly redirectUri?: string;
}

const turnSeconds = 30;
const turnPatienceMs = 15_000;

/**
 * Runs the checks on these mailboxes (on one of its own choice without any), records the act, and remembers the
 * directory id that the sign-in told.
 */
export async function checkOn(
  work: Checking,
  nameOrId: string,
  mailboxes: readonly string[],
): Promise<readonly CheckResult[]> {
  await using open = await openConnection(await connectionStore(work), nameOrId, { patience: brisk });
  const checks = await checkOpen(work, open, mailboxes);
  await rememberTenant(work, open);
  return checks;
}

/** Runs the checks through a connection as it was opened, saved or not, and records the act. */
export async function checkOpen(
  work: Checking,
  open: OpenConnection,
  mailboxes: readonly string[],
): Promise<readonly CheckResult[]> {
  const checks = await lookThrough(work, open, mailboxes);
  const { instance, clock, actor } = work;
  const failed = checks
    .filter(({ result }) => result === 'fail')
    .map(({ id, mailbox }) => (mailbox === null ? id : `${id} ${mailbox}`));
  const { id, name } = open.connection;
  const subject = { connection: id, name, checks: checks.length, failed, mailboxes: mailboxes.length };
  await recordAct(await instance.database(), { actor, action: 'connection.checked', subject, at: clock.now() });
  return checks;
}

/**
 * The checks alone, nobody's act. Each mailbox is asked under its lease, so that two processes keep to the allowance
 * together; one that another process keeps is left alone.
 */
export async function lookThrough(
  { instance, clock, signal, ...heard }: Omit<Checking, 'actor'>,
  open: OpenConnection,
  mailboxes: readonly string[],
): Promise<readonly CheckResult[]> {
  const database = await instance.database();
  await endHoldsOfDead(database, isDeadHolder);
  const lease = { database, clock, holder: instance.holder, seconds: turnSeconds, patienceMs: turnPatienceMs, signal };
  const turn: MailboxTurn = async (sourceMailbox, work) => {
    const tenant = open.connection.tenantId ?? (await open.signIn.claims(signal)).tenantId ?? open.connection.tenant;
    return inMailboxTurn(lease, { tenant, sourceMailbox }, work);
  };
  const { found, redirectUri } = heard;
  return runChecks(open, {
    mailboxes,
    turn,
    clock,
    signal,
    ...(found === undefined ? {} : { found }),
    ...(redirectUri === undefined ? {} : { redirectUri }),
  });
}

/** The directory id of the connection's tenant, as the sign-in tells it. Failure `malformed` when it does not. */
export async function tenantIdOf(open: OpenConnection, signal: AbortSignal): Promise<string> {
  const tenantId = open.connection.tenantId ?? (await open.signIn.claims(signal)).tenantId;
  if (tenantId !== null) return tenantId;
  throw new Failure('malformed', 'The sign-in service does not say which tenant the token is for.', {
    code: 'tenant-id-missing',
  });
}

async function rememberTenant(work: Checking, open: OpenConnection): Promise<void> {
  if (open.connection.tenantId !== null) return;
  try {
    const { tenantId } = await open.signIn.claims(work.signal);
    if (tenantId !== null) await updateConnection(await connectionStore(work), open.connection.id, { tenantId });
  } catch (thrown) {
    // The sign-in itself failed; the checks said so.
    if (!(thrown instanceof Failure)) throw thrown;
  }
}
