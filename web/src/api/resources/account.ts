import { answer, api, pageAt, type Body, type Row } from '../client.ts';
import { useList, type Listed } from '../paged.ts';

export type Session = Row<'listSessions'>;
export type Token = Row<'listTokens'>;
export type TokenScope = Token['scopes'][number];

export function useSessions(): Listed<Session> {
  return useList({
    queryKey: ['sessions'],
    ask: (cursor) => answer(api.GET('/api/v1/sessions', { params: { query: pageAt(cursor) } })),
  });
}

export function useTokens(): Listed<Token> {
  return useList({
    queryKey: ['tokens'],
    ask: (cursor) => answer(api.GET('/api/v1/tokens', { params: { query: pageAt(cursor) } })),
  });
}

export function endSession(id: string) {
  return answer(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } }));
}

export function createToken(body: Body<'createToken'>) {
  return answer(api.POST('/api/v1/tokens', { body }));
}

export function revokeToken(id: string) {
  return answer(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } }));
}

export function changePassword(body: Body<'changePassword'>) {
  return answer(api.POST('/api/auth/change-password', { body }));
}

export function enableTwoFactor(password: string) {
  return answer(api.POST('/api/auth/two-factor/enable', { body: { password } }));
}

export function disableTwoFactor(password: string) {
  return answer(api.POST('/api/auth/two-factor/disable', { body: { password } }));
}
