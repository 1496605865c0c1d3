import type { CollectionId, Window } from '#evidence';
import { planCollection } from '#collector';
import { recordAct } from '#custody';
import type { CheckResult, OpenConnection } from '#microsoft';
import { checkOn, tenantIdOf } from '../connections/check-connection.ts';
import { noteTroubles } from '../connections/show-checks.ts';
import type { Invocation } from '../frame/command-definition.ts';
import { findAllMailboxes, findMailboxes, type ChosenMailbox } from '../mailboxes/choose-mailboxes.ts';
import type { MailboxChoice } from '../mailboxes/mailbox-choice.ts';
import { counted } from '../terminal/amounts.ts';

export interface WantedCollection {
  readonly matter: string;
  readonly choice: MailboxChoice;
  readonly window: Window;
  readonly drafts: boolean;
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
  const { terminal, signal } = invocation;
  const { mailboxes, notes } =
    wanted.choice.kind === 'all'
      ? await findAllMailboxes(open.directory, wanted.choice.exclusions, signal)
      : await findMailboxes(open.directory, wanted.choice.wanted, signal);
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
  if (!checked.isUsable) {
    terminal.object({ collection: null, status: 'not-begun', checks: checked.troubles });
    terminal.note('Nothing was begun.');
    return null;
  }
  return plan(invocation, open, { wanted, ...checked });
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
  const isNone = (mailbox: ChosenMailbox): boolean =>
    isAll &&
    !mailbox.isLicensed &&
    checks.some(
      ({ id, result, ...check }) =>
        id === 'mailbox-reachable' && result === 'fail' && check.mailbox === mailbox.sourceMailbox,
    );
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
      options: { drafts: wanted.drafts, force: false },
      mailboxes: mailboxes.map(({ isLicensed: _isLicensed, ...mailbox }) => mailbox),
    },
  );
  const subject = {
    collection: id,
    matter: wanted.matter,
    connection: name,
    mailboxes: mailboxes.map(({ address }) => address),
    leftOut: leftOut.map(({ address }) => address),
  };
  await recordAct(database, { actor, action: 'collection.planned', subject, at: clock.now() });
  return id;
}
