import { answer, api, pageAt, type Row } from '../client.ts';
import { useList, type Listed } from '../paged.ts';
import type { operations } from '../schema.generated.ts';

export type AuditEntry = Row<'listAudit'>;
export type AuditFilter = Omit<NonNullable<operations['exportAudit']['parameters']['query']>, 'format'>;

export function useAudit(filter: AuditFilter): Listed<AuditEntry> {
  return useList({
    queryKey: ['audit', filter],
    ask: (cursor) => answer(api.GET('/api/v1/audit', { params: { query: { ...filter, ...pageAt(cursor) } } })),
  });
}

export function verifyAudit() {
  return answer(api.GET('/api/v1/audit/verify'));
}

/** Where the browser fetches the entries as a file. */
export function auditFile(filter: AuditFilter, format: 'csv' | 'jsonl'): string {
  const query = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(filter)) query.set(name, value);
  return `/api/v1/audit/export?${query.toString()}`;
}
