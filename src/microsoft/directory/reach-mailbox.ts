import { Failure } from '#evidence';
import { delegatedPermissions } from '../capabilities/delegated-permission.ts';
import type { OpenConnection } from '../connections/connection.ts';
import { probeFolder, probeMailbox, type Reach } from './probe-mailbox.ts';

/** How a mailbox that somebody may not open answers, in one tenant or another: refused, or as if it were empty. */
const closedCodes = new Set(['graph-mail-denied', 'graph-item-not-found', 'graph-folder-not-found']);

/**
 * Whether a connection can read a mailbox (object id). Where a person signed in, a refusal names what is missing: the
 * shared permission (`shared-permission-missing`) or Full Access (`full-access-missing`; `full-access-partial` where single
 * folders are shared and the mailbox as a whole is not). A mailbox that shows itself but
 * no inbox is one that the person may not open: it is never taken for an empty one.
 * Faults of the network and of the sign-in are thrown.
 */
export async function reachMailbox(open: OpenConnection, mailbox: string, signal: AbortSignal): Promise<Reach> {
  const reach = await probeMailbox(open.mailbox(mailbox), mailbox, signal);
  const { signer } = open.connection;
  if (signer === null || isOwn(signer, mailbox)) return reach;
  if (reach.kind === 'reachable') return reachTheRest(open, mailbox, signal);
  if (!closedCodes.has(reach.failure.code)) return reach;
  const { scopes } = await open.signIn.claims(signal);
  return { kind: 'unreachable', failure: explainClosed(open, reach.failure, scopes ?? []) };
}

const grantIt =
  'Have an Exchange administrator run the fix pack for the mailbox (Add-MailboxPermission, Full Access). If it was granted already, wait: Exchange may take up to 24 hours.';

/** What every mailbox has beside its inbox. Whoever was given single folders does not get all of it. */
const everywhere = ['msgfolderroot', 'sentitems', 'deleteditems'];

/** An inbox can be shared alone: then everything else would be missing from a collection, without a word of it. */
async function reachTheRest(open: OpenConnection, mailbox: string, signal: AbortSignal): Promise<Reach> {
  for (const folder of everywhere) {
    const reach = await probeFolder(open.mailbox(mailbox), { mailbox, folder }, signal);
    if (reach.kind === 'reachable') continue;
    if (!closedCodes.has(reach.failure.code)) return reach;
    return { kind: 'unreachable', failure: onlyParts(open, folder, reach.failure) };
  }
  return { kind: 'reachable' };
}

function onlyParts({ connection }: OpenConnection, folder: string, { evidence }: Failure): Failure {
  const who = connection.signer?.address ?? 'the signer';
  return new Failure(
    'denied',
    `${who} may open the inbox but not ${folder}: folders of the mailbox are shared, Full Access to it is not given. Most of the mailbox would be missing.`,
    {
      code: 'full-access-partial',
      fix: grantIt,
      evidence,
    },
  );
}

/** Whether a mailbox, by object id or address, is the signer's own. */
export function isOwn({ id, address }: { readonly id: string; readonly address: string }, mailbox: string): boolean {
  const name = mailbox.toLowerCase();
  return name === id.toLowerCase() || name === address.toLowerCase();
}

function explainClosed({ connection }: OpenConnection, { evidence }: Failure, scopes: readonly string[]): Failure {
  const who = connection.signer?.address ?? 'the signer';
  const { name, coveredBy } = delegatedPermissions['Mail.Read.Shared'];
  if (![name, ...coveredBy].some((scope) => scopes.includes(scope))) {
    return new Failure('denied', `${name} was not consented to, so ${who} reads no mailbox but their own here.`, {
      code: 'shared-permission-missing',
      fix: `Add ${name} (delegated) to the app registration, and sign in again with the connection.`,
      evidence,
    });
  }
  return new Failure(
    'denied',
    `${who} holds no Full Access to the mailbox, or Exchange does not know of it yet. This is a refusal, not an empty mailbox.`,
    {
      code: 'full-access-missing',
      fix: grantIt,
      evidence,
    },
  );
}
