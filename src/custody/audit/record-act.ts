import type { Database, Transaction } from '#platform';
import { chainAct, type Act, type AuditHead } from './chain.ts';
import { insertAuditEntry, lockAuditHead } from './store-audit.ts';

/**
 * Appends an act to the audit trail and returns its place in it.
 *
 * - With a database: in a short transaction of its own.
 * - With a transaction: as part of it. Everybody else who appends waits until it ends, so let it be the last thing
 *   a short transaction does; isolation above `read committed` fails when somebody else was first.
 */
export async function recordAct(store: Database | Transaction, act: Act): Promise<AuditHead> {
  if ('pool' in store) return store.transaction((tx) => append(tx, act));
  return append(store, act);
}

async function append(tx: Transaction, act: Act): Promise<AuditHead> {
  const entry = chainAct(act, await lockAuditHead(tx));
  await insertAuditEntry(tx, entry);
  return { seq: entry.seq, hash: entry.hash };
}
