import { recordAct } from '#custody';
import {
  brisk,
  openChanged,
  unreadableConnections,
  updateConnection,
  type CapabilityName,
  type CheckResult,
  type ConnectionStore,
  type Credential,
  type SavedConnection,
} from '#microsoft';
import type { Work } from '../work.ts';
import { checkOpen } from './check-connection.ts';
import { connectionStore } from './connection-store.ts';

type Replacing = Pick<Work, 'instance' | 'clock' | 'actor' | 'signal'>;

/** What became of a new credential. */
export interface Replacement {
  /** Null: the service did not accept the credential, and everything is as it was. */
  readonly saved: SavedConnection | null;
  readonly checks: readonly CheckResult[];
  /** Other connections whose credential opens no more, because the key it was sealed with is lost. */
  readonly unreadable: readonly string[];
}

/**
 * Checks a new credential and saves it only when the service accepted it. Where the key of the data folder is lost, a
 * new one is made for it: somebody who enters a credential anew does so on purpose, and the audit trail says it.
 */
export async function replaceCredential(
  work: Replacing,
  name: string,
  change: { readonly credential: Credential; readonly capabilities: readonly CapabilityName[] | undefined },
): Promise<Replacement> {
  const store = await connectionStore(work);
  await using open = await openChanged(store, name, { ...change, patience: brisk });
  const checks = await checkOpen(work, open, []);
  if (!isAccepted(checks)) return { saved: null, checks, unreadable: [] };
  const unreadable = (await unreadableConnections(store)).filter((other) => other !== open.connection.name);
  if (await store.box.isKeyLost()) await renewKey(work, store, { connection: open.connection.name, unreadable });
  const { tenantId } = await open.signIn.claims(work.signal);
  const saved = await updateConnection(store, open.connection.id, { ...change, tenantId: tenantId ?? undefined });
  return { saved, checks, unreadable };
}

/** Recorded before it is done: a key that nobody asked for must never be there. */
async function renewKey(
  { actor, clock }: Replacing,
  store: ConnectionStore,
  subject: { connection: string; unreadable: readonly string[] },
): Promise<void> {
  await recordAct(store.database, { actor, action: 'secrets-key.renewed', subject, at: clock.now() });
  await store.box.renewLostKey();
}

/** Whether the service took the credential; what else the checks found does not speak against it. */
function isAccepted(checks: readonly CheckResult[]): boolean {
  return checks.some(({ id, result }) => id === 'secret-valid' && (result === 'pass' || result === 'warn'));
}
