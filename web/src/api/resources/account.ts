import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Body, type Row } from '../client.ts';

export type Session = Row<'listSessions'>;
export type Token = Row<'listTokens'>;
export type TokenScope = Token['scopes'][number];

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: () => answer(api.GET('/api/v1/sessions')),
});

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: () => answer(api.GET('/api/v1/tokens')),
});

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
