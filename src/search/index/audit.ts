import type { Database } from '#platform';
import { indexVersion } from '../text/chunks.ts';
import { auditIndex, forgetBroken, type MatterAudit } from './store-audit.ts';

/**
 * Whether everything that was kept can be found, matter by matter: every item is in the index with all its words, or is
 * an exception with a reason, or is counted as waiting or missing.
 */
export function auditSearch(database: Database): Promise<readonly MatterAudit[]> {
  return auditIndex(database.reader, indexVersion);
}

/** Takes what is not whole out of the index; `indexMessages` then puts it in again. Returns how many messages. */
export function discardBroken(database: Database): Promise<number> {
  return database.transaction(forgetBroken);
}
