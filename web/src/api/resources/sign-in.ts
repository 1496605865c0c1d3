import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Body } from '../client.ts';

export const setUpQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: () => answer(api.GET('/api/v1/setup')),
  staleTime: 0,
});

export function setUp(body: Body<'setUp'>) {
  return answer(api.POST('/api/v1/setup', { body }));
}

export function signIn(body: Body<'signIn'>) {
  return answer(api.POST('/api/auth/sign-in/email', { body }));
}

export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in-options'],
  queryFn: () => answer(api.GET('/api/v1/sign-in-options')),
});

/** Where the browser goes to sign in with Microsoft. */
export function beginMicrosoftSignIn() {
  return answer(api.POST('/api/auth/sign-in/oauth2'));
}

export function signOut() {
  return answer(api.POST('/api/auth/sign-out'));
}

export function checkCode(code: string) {
  return answer(api.POST('/api/auth/two-factor/verify-totp', { body: { code } }));
}

export function checkBackupCode(code: string) {
  return answer(api.POST('/api/auth/two-factor/verify-backup-code', { body: { code } }));
}
