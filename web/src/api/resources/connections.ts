import { queryOptions } from '@tanstack/react-query';
import { answer, api, pageAt, type Answer, type Body, type Row } from '../client.ts';
import { useList, type Listed } from '../paged.ts';

export type Connection = Row<'listConnections'>;
export type ConnectionKind = Connection['kind'];
export type Capability = Connection['capabilities'][number];
export type CheckResult = NonNullable<Connection['lastChecks']>['results'][number];
export type PlannedPermission = Answer<'planConnection'>['permissions'][number];
export type Credential = Body<'createConnection'>['credential'];
export type Cloud = NonNullable<Body<'createConnection'>['cloud']>;

export function useConnections(): Listed<Connection> {
  return useList({
    queryKey: ['connections'],
    ask: (cursor) => answer(api.GET('/api/v1/connections', { params: { query: pageAt(cursor) } })),
  });
}

export function connectionQuery(id: string) {
  return queryOptions({
    queryKey: ['connections', id],
    queryFn: () => answer(api.GET('/api/v1/connections/{id}', { params: { path: { id } } })),
  });
}

export function setupQuery(id: string) {
  return queryOptions({
    queryKey: ['connections', id, 'setup'],
    queryFn: () => answer(api.GET('/api/v1/connections/{id}/setup', { params: { path: { id } } })),
    staleTime: Infinity,
  });
}

export function planQuery(kind: ConnectionKind, capabilities: readonly Capability[]) {
  return queryOptions({
    queryKey: ['connection-plan', kind, capabilities],
    queryFn: () => answer(api.POST('/api/v1/connections/plan', { body: { kind, capabilities: [...capabilities] } })),
    enabled: capabilities.length > 0,
    staleTime: Infinity,
  });
}

export function createConnection(body: Body<'createConnection'>) {
  return answer(api.POST('/api/v1/connections', { body }));
}

export function beginDelegated(body: Body<'beginConnectionSignIn'>) {
  return answer(api.POST('/api/v1/connections/sign-in', { body }));
}

export function signInAgain(id: string) {
  return answer(api.POST('/api/v1/connections/{id}/sign-in', { params: { path: { id } } }));
}

export function changeConnection(id: string, body: Body<'changeConnection'>) {
  return answer(api.PATCH('/api/v1/connections/{id}', { params: { path: { id } }, body }));
}

export function removeConnection(id: string) {
  return answer(api.DELETE('/api/v1/connections/{id}', { params: { path: { id } } }));
}

export function explanationQuery(code: string) {
  return queryOptions({
    queryKey: ['explanation', code],
    queryFn: () => answer(api.GET('/api/v1/explanations/{code}', { params: { path: { code } } })),
    staleTime: Infinity,
  });
}
