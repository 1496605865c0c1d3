import { Failure } from '#evidence';
import {
  isUsable,
  runChecks,
  updateConnection,
  type CheckResult,
  type MailboxTurn,
  type OpenConnection,
} from '#microsoft';
import { endHoldsOfDead, inMailboxTurn } from '#collector';
import { recordAct } from '#custody';
import type { Invocation } from '../frame/command-definition.ts';
import { isDeadHolder } from '../../workbench/holder.ts';
import { connectionStore, useConnection } from './connection-store.ts';
import { showChecks } from './show-checks.ts';

export interface CheckOutcome {
  readonly isRight: boolean;
  readonly checks: readonly CheckResult[];
}

const turnSeconds = 30;
const turnPatienceMs = 15_000;

/** Checks a saved connection, shows what was found and records the act. */
export async function checkAndShow(
  invocation: Invocation,
  asked: { name: string; mailboxes: readonly string[] },
): Promise<CheckOutcome> {
  const checks = await checkOn(invocation, asked.name, asked.mailboxes);
  showChecks(invocation.terminal, checks);
  return { isRight: isUsable(checks), checks };
}

/**
 * Runs the checks on these mailboxes (on one of its own choice without any), records the act, and remembers the
 * directory id that the sign-in told.
 */
export async function checkOn(
  invocation: Invocation,
  nameOrId: string,
  mailboxes: readonly string[],
): Promise<readonly CheckResult[]> {
  const open = await useConnection(invocation, nameOrId, 'brisk');
  const checks = await checkOpen(invocation, open, mailboxes);
  await rememberTenant(invocation, open);
  return checks;
}

/**
 * Runs the checks through a connection as it was opened, saved or not, and records the act. Each mailbox is asked under
 * its lease, so that two processes keep to the allowance together; one that another process keeps is left alone.
 */
export async function checkOpen(
  { instance, clock, actor, signal }: Invocation,
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
  const checks = await runChecks(open, { mailboxes, turn, clock, signal });
  const failed = checks
    .filter(({ result }) => result === 'fail')
    .map(({ id, mailbox }) => (mailbox === null ? id : `${id} ${mailbox}`));
  const { id, name } = open.connection;
  const subject = { connection: id, name, checks: checks.length, failed, mailboxes: mailboxes.length };
  await recordAct(database, { actor, action: 'connection.checked', subject, at: clock.now() });
  return checks;
}

/** The directory id of the connection's tenant, as the sign-in tells it. Failure `malformed` when it does not. */
export async function tenantIdOf(open: OpenConnection, signal: AbortSignal): Promise<string> {
  const tenantId = open.connection.tenantId ?? (await open.signIn.claims(signal)).tenantId;
  if (tenantId !== null) return tenantId;
  throw new Failure('malformed', 'The sign-in service does not say which tenant the token is for.', {
    code: 'tenant-id-missing',
  });
}

async function rememberTenant(invocation: Invocation, open: OpenConnection): Promise<void> {
  if (open.connection.tenantId !== null) return;
  try {
    const { tenantId } = await open.signIn.claims(invocation.signal);
    if (tenantId !== null) await updateConnection(await connectionStore(invocation), open.connection.id, { tenantId });
  } catch (thrown) {
    // The sign-in itself failed; the checks said so.
    if (!(thrown instanceof Failure)) throw thrown;
  }
}
