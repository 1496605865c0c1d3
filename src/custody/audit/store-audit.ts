import { sql } from 'kysely';
import type { Reader, Transaction } from '#platform';
import { noEntries, type AuditEntry, type AuditHead } from './chain.ts';

/** The newest entry; that of an empty trail when nothing was recorded yet. */
export async function readAuditHead(reader: Reader): Promise<AuditHead> {
  const head = await reader.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst();
  return head ?? noEntries;
}

/** The newest entry, held until the end of the transaction: whoever else appends waits. */
export async function lockAuditHead(tx: Transaction): Promise<AuditHead> {
  await tx
    .insertInto('audit_head')
    .values({ seq: noEntries.seq, hash: noEntries.hash })
    .onConflict((conflict) => conflict.column('only_row').doNothing())
    .execute();
  return tx.selectFrom('audit_head').select(['seq', 'hash']).forUpdate().executeTakeFirstOrThrow();
}

export async function insertAuditEntry(tx: Transaction, entry: AuditEntry): Promise<void> {
  const { seq, at, actor, action, previousHash, hash } = entry;
  const subject = JSON.stringify(entry.subject);
  await tx
    .insertInto('audit_entries')
    .values({ seq, at, actor, action, subject, previous_hash: previousHash, hash })
    .execute();
  await tx.updateTable('audit_head').set({ seq, hash }).execute();
}

/** Entries behind `after`, in order, at most `limit`. */
export async function readAuditEntries(
  reader: Reader,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly AuditEntry[]> {
  const rows = await reader
    .selectFrom('audit_entries')
    .selectAll()
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(({ previous_hash: previousHash, subject, ...row }) => ({
    ...row,
    subject: subject as Readonly<Record<string, unknown>>,
    previousHash,
  }));
}

/** Entries that no head knows: somebody wrote them past the door. */
export async function countAuditEntriesBehindHead(reader: Reader): Promise<number> {
  const result = await sql<{ count: number }>`
    select count(*) as count from audit_entries where seq > coalesce((select seq from audit_head), 0)`.execute(reader);
  return result.rows[0]?.count ?? 0;
}

/** On what acts of one kind were done, oldest first. */
export async function subjectsOfActs(
  reader: Reader,
  action: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const rows = await reader
    .selectFrom('audit_entries')
    .select('subject')
    .where('action', '=', action)
    .orderBy('seq')
    .execute();
  return rows.map(({ subject }) => subject as Readonly<Record<string, unknown>>);
}
