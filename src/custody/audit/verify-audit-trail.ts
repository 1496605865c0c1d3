import type { Reader } from '#platform';
import { receiptHeads } from '../receipts/store-receipts.ts';
import { hashEntry, noEntries, type AuditEntry, type AuditHead } from './chain.ts';
import { countAuditEntriesBehindHead, readAuditEntries, readAuditHead } from './store-audit.ts';

export type AuditVerification =
  | { readonly intact: true; readonly entries: number; readonly head: AuditHead }
  | {
      readonly intact: false;
      readonly entries: number;
      /** The first entry that is not as it was written. */
      readonly brokenAt: number;
      readonly detail: string;
    };

const batch = 1000;

/**
 * Goes through the whole trail and computes every hash again. Finds entries that were changed, reordered, taken out,
 * put in, and a trail that was cut off at its end: up to the head that the database names, up to the heads that
 * receipts name, and up to `known` heads that were exported and kept elsewhere.
 */
export async function verifyAuditTrail(
  reader: Reader,
  { known = [] }: { readonly known?: readonly AuditHead[] } = {},
): Promise<AuditVerification> {
  const head = await readAuditHead(reader);
  const anchors = [...known, ...(await receiptHeads(reader)), head].filter(({ seq }) => seq > 0);
  const hashes = Map.groupBy(anchors, ({ seq }) => seq);
  const last = Math.max(0, ...hashes.keys());
  let before: AuditHead = noEntries;
  const broken = (brokenAt: number, detail: string): AuditVerification => {
    return { intact: false, entries: before.seq, brokenAt, detail };
  };
  for await (const entry of entriesUpTo(reader, last)) {
    const fault = faultOf(entry, before);
    if (fault !== null) return broken(before.seq + 1, fault);
    if (hashes.get(entry.seq)?.some(({ hash }) => hash !== entry.hash) === true) {
      return broken(entry.seq, 'It is not the entry that a head, an export or a receipt names there.');
    }
    before = entry;
  }
  if (before.seq < last)
    return broken(before.seq + 1, `The trail ends here, but entry ${String(last)} is known to have been.`);
  const behind = await countAuditEntriesBehindHead(reader);
  if (behind > 0) return broken(before.seq + 1, 'There are entries behind the newest one the database names.');
  return { intact: true, entries: before.seq, head };
}

async function* entriesUpTo(reader: Reader, last: number): AsyncGenerator<AuditEntry> {
  for (let after = 0; after < last;) {
    const entries = await readAuditEntries(reader, { after, limit: Math.min(batch, last - after) });
    for (const entry of entries) if (entry.seq <= last) yield entry;
    after = entries.at(-1)?.seq ?? last;
  }
}

function faultOf(entry: AuditEntry, before: AuditHead): string | null {
  if (entry.seq !== before.seq + 1) return `It is missing; the next one there is ${String(entry.seq)}.`;
  if (entry.previousHash !== before.hash) return 'It does not follow the entry before it.';
  if (entry.hash !== hashEntry(entry)) return 'Its fields do not match its hash.';
  return null;
}
