import { Failure, type CollectionId, type Window } from '#evidence';
import { planCollection, type CollectionOptions } from '#collector';
import { recordAct } from '#custody';
import { isUsable, type CheckResult, type OpenConnection } from '#microsoft';
import { checkOn, tenantIdOf } from '../connections/check-connection.ts';
import {
  findAllMailboxes,
  findMailboxes,
  type ChosenMailbox,
  type ChosenMailboxes,
  type MailboxChoice,
} from '../mailboxes/choose-mailboxes.ts';
import type { Work } from '../work.ts';
import { judge } from './judge-mailboxes.ts';

export interface WantedCollection {
  readonly matter: string;
  readonly choice: MailboxChoice;
  readonly window: Window;
  readonly options: CollectionOptions;
}

export type Begun =
  | { readonly kind: 'begun'; readonly collection: CollectionId }
  /** The connection itself, or every mailbox, failed its checks: nothing was planned. */
  | { readonly kind: 'refused'; readonly troubles: readonly CheckResult[] };

/**
 * Finds the mailboxes, checks the connection on exactly them, and plans the collection.
 * A mailbox that fails beside others is planned all the same and ends failed with the cause, so that the receipt names
 * it. Failures: `malformed` (`no-mailbox-chosen`), `not-found` (`mailboxes-unknown`).
 */
export async function beginCollection(work: Work, open: OpenConnection, wanted: WantedCollection): Promise<Begun> {
  const { listener } = work;
  const found = await findOrCheck(work, open, wanted.choice);
  if ('kind' in found) return found;
  const { mailboxes, notes } = found;
  if (mailboxes.length === 0) {
    throw new Failure('malformed', 'There is no mailbox to collect.', { code: 'no-mailbox-chosen' });
  }
  for (const text of notes) listener.tell({ kind: 'note', text });
  listener.tell({ kind: 'checking', mailboxes: mailboxes.length });
  const checks = await checkOn(
    work,
    open.connection.id,
    mailboxes.map(({ sourceMailbox }) => sourceMailbox),
  );
  const checked = judge(mailboxes, checks, wanted.choice.kind === 'all');
  listener.tell({ kind: 'troubles', checks: checked.troubles });
  if (checked.leftOut.length > 0) {
    listener.tell({ kind: 'left-out', addresses: checked.leftOut.map(({ address }) => address) });
  }
  if (!checked.isUsable) return { kind: 'refused', troubles: checked.troubles };
  return { kind: 'begun', collection: await plan(work, open, { wanted, ...checked }) };
}

/** The mailboxes somebody asked for; where the connection does not get that far, what its checks say. */
async function findOrCheck(
  work: Work,
  open: OpenConnection,
  choice: MailboxChoice,
): Promise<ChosenMailboxes | (Begun & { kind: 'refused' })> {
  const { signal, listener } = work;
  try {
    return choice.kind === 'all'
      ? await findAllMailboxes(open.directory, choice.exclusions, signal)
      : await findMailboxes(open.directory, choice.wanted, signal);
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code === 'mailboxes-unknown') throw thrown;
    const checks = await checkOn(work, open.connection.id, []);
    if (isUsable(checks)) throw thrown;
    const troubles = checks.filter(({ result }) => result === 'fail' || result === 'warn');
    listener.tell({ kind: 'troubles', checks: troubles });
    return { kind: 'refused', troubles };
  }
}

interface Chosen {
  readonly wanted: WantedCollection;
  readonly mailboxes: readonly ChosenMailbox[];
  readonly leftOut: readonly ChosenMailbox[];
}

async function plan(
  { instance, clock, actor, signal }: Work,
  open: OpenConnection,
  { wanted, mailboxes, leftOut }: Chosen,
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
      options: wanted.options,
      mailboxes: mailboxes.map(({ isLicensed: _isLicensed, ...mailbox }) => mailbox),
    },
  );
  const subject = {
    collection: id,
    matter: wanted.matter,
    connection: name,
    mailboxes: mailboxes.map(({ address }) => address),
    leftOut: leftOut.map(({ address }) => address),
    query: wanted.options.query?.text ?? null,
    hidden: wanted.options.hidden,
    recoverable: wanted.options.recoverable,
  };
  await recordAct(database, { actor, action: 'collection.planned', subject, at: clock.now() });
  return id;
}
