import { queryOptions } from '@tanstack/react-query';
import { answer, api, pageAt, type Answer, type Body, type Row } from '../client.ts';
import { useList, type Listed } from '../paged.ts';

export type Collection = Answer<'readCollection'>;
export type Phase = Collection['phase'];
export type Ends = Collection['counts'];
export type MailboxReport = Row<'listCollectionFolders'>;
export type CollectionException = Row<'listCollectionExceptions'>;
export type LogLine = Row<'readCollectionLog'>;
export type WhyAnswers = Answer<'explainMissing'>['answers'];
export type Wanted = Body<'preflightCollection'>;

export function useCollections(matter: string): Listed<Collection> {
  return useList({
    queryKey: ['collections', 'of', matter],
    ask: (cursor) => answer(api.GET('/api/v1/collections', { params: { query: { matter, ...pageAt(cursor, 50) } } })),
  });
}

export function collectionQuery(id: string) {
  return queryOptions({
    queryKey: ['collections', id],
    queryFn: () => answer(api.GET('/api/v1/collections/{id}', { params: { path: { id } } })),
  });
}

export function fixPackQuery(id: string) {
  return queryOptions({
    queryKey: ['collections', id, 'fix-pack'],
    queryFn: () => answer(api.GET('/api/v1/collections/{id}/fix-pack', { params: { path: { id } } })),
  });
}

const acts = {
  pause: (id: string) => api.POST('/api/v1/collections/{id}/pause', { params: { path: { id } } }),
  resume: (id: string) => api.POST('/api/v1/collections/{id}/resume', { params: { path: { id } } }),
  cancel: (id: string) => api.POST('/api/v1/collections/{id}/cancel', { params: { path: { id } } }),
  'retry-failed': (id: string) => api.POST('/api/v1/collections/{id}/retry-failed', { params: { path: { id } } }),
  'start-processing': (id: string) =>
    api.POST('/api/v1/collections/{id}/start-processing', { params: { path: { id } } }),
} as const;

export type CollectionAct = keyof typeof acts;

export function actOnCollection(id: string, act: CollectionAct): Promise<Collection> {
  return answer(acts[act](id));
}

/** The same key again, after a lost answer, starts nothing twice. */
export function startCollection(matter: string, body: Body<'startCollection'>, key: string) {
  const path = { matter };
  return answer(
    api.POST('/api/v1/matters/{matter}/collections', { params: { path }, body, headers: { 'idempotency-key': key } }),
  );
}

export function useMailboxReports(id: string, isLive: boolean): Listed<MailboxReport> {
  return useList({
    queryKey: ['collections', id, 'folders'],
    ask: (cursor) =>
      answer(api.GET('/api/v1/collections/{id}/folders', { params: { path: { id }, query: pageAt(cursor, 50) } })),
    refetchInterval: isLive ? 4000 : false,
  });
}

export function useExceptions(id: string): Listed<CollectionException> {
  return useList({
    queryKey: ['collections', id, 'exceptions'],
    ask: (cursor) =>
      answer(api.GET('/api/v1/collections/{id}/exceptions', { params: { path: { id }, query: pageAt(cursor) } })),
  });
}

export function useLog(id: string, isLive: boolean): Listed<LogLine> {
  return useList({
    queryKey: ['collections', id, 'log'],
    ask: (cursor) =>
      answer(api.GET('/api/v1/collections/{id}/log', { params: { path: { id }, query: pageAt(cursor) } })),
    refetchInterval: isLive ? 4000 : false,
  });
}

export function receiptQuery(id: string) {
  return queryOptions({
    queryKey: ['collections', id, 'receipt'],
    queryFn: () => answer(api.GET('/api/v1/collections/{id}/receipt', { params: { path: { id } } })),
  });
}

/** Where the browser fetches the signed receipt as a file. */
export const receiptFile = (id: string) => `/api/v1/collections/${id}/receipt/file`;

export function verifyReceipt(id: string) {
  return answer(api.POST('/api/v1/collections/{id}/receipt/verify', { params: { path: { id } } }));
}

export function askWhy(id: string, query: { mailbox: string; messageId?: string; date?: string; zone?: string }) {
  return answer(api.GET('/api/v1/collections/{id}/why', { params: { path: { id }, query } }));
}
