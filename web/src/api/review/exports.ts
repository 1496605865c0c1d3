import { queryOptions } from '@tanstack/react-query';
import { answer, api, pageAt, type Body, type Row } from '../client.ts';
import { useList, type Listed } from '../paged.ts';

export type Export = Row<'listExports'>;

export function useExports(matter: string): Listed<Export> {
  return useList({
    queryKey: ['exports', matter],
    ask: (cursor) =>
      answer(api.GET('/api/v1/matters/{matter}/exports', { params: { path: { matter }, query: pageAt(cursor, 50) } })),
    refetchInterval: 2000,
  });
}

export function startExport(matter: string, body: Body<'startExport'>, key: string) {
  const headers = { 'idempotency-key': key };
  return answer(api.POST('/api/v1/matters/{matter}/exports', { params: { path: { matter } }, body, headers }));
}

export type ExportedFile = Row<'listExportFiles'>;

export function exportReceiptQuery(id: string) {
  return queryOptions({
    queryKey: ['exports', id, 'receipt'],
    queryFn: () => answer(api.GET('/api/v1/exports/{id}/receipt', { params: { path: { id } } })),
  });
}

export function useExportFiles(id: string): Listed<ExportedFile> {
  return useList({
    queryKey: ['exports', id, 'manifest'],
    ask: (cursor) =>
      answer(api.GET('/api/v1/exports/{id}/manifest', { params: { path: { id }, query: pageAt(cursor) } })),
  });
}

export function makeLink(id: string) {
  return answer(api.POST('/api/v1/exports/{id}/links', { params: { path: { id } } }));
}
