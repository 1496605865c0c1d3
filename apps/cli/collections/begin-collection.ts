import { Failure, type CollectionId, type Window } from '#evidence';
import { planCollection, type SourceQuery } from '#collector';
import { recordAct } from '#custody';
import { isUsable, type CheckResult, type OpenConnection } from '#microsoft';
import { checkOn, tenantIdOf } from '../connections/check-connection.ts';
import { noteTroubles } from '../connections/show-checks.ts';
import type { Invocation } from '../frame/command-definition.ts';
import {
  findAllMailboxes,
  findMailboxes,
  type ChosenMailbox,
  type ChosenMailboxes,
} from '../mailboxes/choose-mailboxes.ts';
import type { MailboxChoice } from '../mailboxes/mailbox-choice.ts';
import { UsageError } from '../frame/usage-error.ts';
import { counted } from '../terminal/amounts.ts';
import type { Terminal } from '../terminal/terminal.ts';

export interface WantedCollection {
  readonly matter: string;
  readonly choice: MailboxChoice;
  readonly window: Window;
  readonly drafts: boolean;
  /** Narrows the collection at the source; null: everything is listed. */
  readonly query: SourceQuery | null;
}

/**
 * Finds the mailboxes, checks the connection on exactly them, and plans the collection.
 * Null when the connection itself, or every mailbox, fails its checks: then nothing is planned. A mailbox that fails
 * beside others is planned all the same and ends failed with the cause, so that the receipt names it.
 */
export async function beginCollection(
  invocation: Invocation,
  open: OpenConnection,
  wanted: WantedCollection,
): Promise<CollectionId | null> {
  const { terminal } = invocation;
  const found = await findOrCheck(invocation, open, wanted.choice);
  if (found === null) return null;
  const { mailboxes, notes } = found;
  if (mailboxes.length === 0) throw new UsageError('There is no mailbox to collect.');
  for (const note of notes) terminal.note(note);
  terminal.note(`Checking ${counted(mailboxes.length, 'mailbox', 'mailboxes')} …`);
  const checks = await checkOn(
    invocation,
    open.connection.id,
    mailboxes.map(({ sourceMailbox }) => sourceMailbox),
  );
  const checked = judge(mailboxes, checks, wanted.choice.kind === 'all');
  noteTroubles(terminal, checked.troubles);
  if (checked.leftOut.length > 0) {
    terminal.note(
      `Left out, accounts without a licence and without a mailbox: ${checked.leftOut.map(({ address }) => address).join(', ')}`,
    );
  }
  if (!checked.isUsable) return sayNothingBegun(terminal, checked.troubles);
  return plan(invocation, open, { wanted, ...checked });
}

/** The mailboxes somebody asked for; where the connection does not get that far, what its checks say, and null. */
async function findOrCheck(
  invocation: Invocation,
  open: OpenConnection,
  choice: MailboxChoice,
): Promise<ChosenMailboxes | null> {
  const { terminal, signal } = invocation;
  try {
    return choice.kind === 'all'
      ? await findAllMailboxes(open.directory, choice.exclusions, signal)
      : await findMailboxes(open.directory, choice.wanted, signal);
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code === 'mailboxes-unknown') throw thrown;
    const checks = await checkOn(invocation, open.connection.id, []);
    if (isUsable(checks)) throw thrown;
    noteTroubles(terminal, checks);
    return sayNothingBegun(terminal, checks);
  }
}

function sayNothingBegun(terminal: Terminal, checks: readonly CheckResult[]): null {
  const troubles = checks.filter(({ result }) => result === 'fail' || result === 'warn');
  terminal.object({ collection: null, status: 'not-begun', checks: troubles });
  terminal.note('Nothing was begun.');
  return null;
}

interface Judged {
  readonly isUsable: boolean;
  readonly mailboxes: readonly ChosenMailbox[];
  readonly leftOut: readonly ChosenMailbox[];
  /** Findings about the connection and the mailboxes that stay, under their addresses. */
  readonly troubles: readonly CheckResult[];
}

/** With all mailboxes asked for, an account that has neither licence nor mailbox is no mailbox, and no failure. */
function judge(chosen: readonly ChosenMailbox[], checks: readonly CheckResult[], isAll: boolean): Judged {
  const failed = new Set(
    checks.filter(({ result, mailbox }) => result === 'fail' && mailbox !== null).map(({ mailbox }) => mailbox),
  );
  const unreachable = new Set(
    checks.filter(({ id, result }) => id === 'mailbox-reachable' && result === 'fail').map(({ mailbox }) => mailbox),
  );
  const isNone = ({ isLicensed, sourceMailbox }: ChosenMailbox): boolean =>
    isAll && !isLicensed && unreachable.has(sourceMailbox);
  const mailboxes = chosen.filter((mailbox) => !isNone(mailbox));
  const addresses = new Map<string | null, string>(
    mailboxes.map(({ sourceMailbox, address }) => [sourceMailbox, address]),
  );
  const troubles = checks.flatMap((check) => {
    if (check.mailbox === null) return [check];
    const address = addresses.get(check.mailbox);
    return address === undefined ? [] : [{ ...check, mailbox: address }];
  });
  const isConnectionRight = checks.every(({ mailbox, result }) => mailbox !== null || result !== 'fail');
  return {
    isUsable: isConnectionRight && mailboxes.some(({ sourceMailbox }) => !failed.has(sourceMailbox)),
    mailboxes,
    leftOut: chosen.filter(isNone),
    troubles: troubles.filter(({ result }) => result === 'fail' || result === 'warn'),
  };
}

async function plan(
  { instance, clock, actor, signal }: Invocation,
  open: OpenConnection,
  {
    wanted,
    mailboxes,
    leftOut,
  }: { wanted: WantedCollection; mailboxes: readonly ChosenMailbox[]; leftOut: readonly ChosenMailbox[] },
): Promise<CollectionId> {
  const { id: connection, name, clientId } = open.connection;
  const database = await instance.database();
  const { id } = await planCollection(
    { database, clock },
    {
      matter: wanted.matter,
      connection: { id: connection, name, clientId, tenant: await tenantIdOf(open, signal) },
      startedBy: actor,
      window: wanted.window,
      options: { drafts: wanted.drafts, force: false, ...(wanted.query === null ? {} : { query: wanted.query }) },
      mailboxes: mailboxes.map(({ isLicensed: _isLicensed, ...mailbox }) => mailbox),
    },
  );
  const subject = {
    collection: id,
    matter: wanted.matter,
    connection: name,
    mailboxes: mailboxes.map(({ address }) => address),
    leftOut: leftOut.map(({ address }) => address),
    query: wanted.query?.text ?? null,
  };
  await recordAct(database, { actor, action: 'collection.planned', subject, at: clock.now() });
  return id;
}
