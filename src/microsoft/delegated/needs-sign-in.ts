import { Failure } from '#evidence';

/** Codes of failures that only the person at a sign-in page can end. */
export const needsSignInCodes: readonly string[] = [
  'connection-sign-in-lost',
  'entra-refresh-token-idle',
  'entra-grant-revoked',
  'entra-refresh-token-limited',
  'entra-grant-expired',
  'entra-mfa-needed',
  'entra-conditional-access',
  'entra-consent-missing',
  'entra-assignment-required',
  'entra-password-expired',
  'entra-user-disabled',
  'entra-user-unknown',
  'entra-grant-unknown',
];

/** Whether a delegated connection works again only after its person signed in anew. */
export function needsSignIn(failure: Failure): boolean {
  return needsSignInCodes.includes(failure.code);
}

/** The memory of a sign-in holds nothing that could be renewed. */
export function signInLost(): Failure {
  return new Failure('denied', 'Nothing is left of the sign-in of this connection that could be renewed.', {
    code: 'connection-sign-in-lost',
    fix: 'Sign in again; what was collected through the connection stays.',
  });
}
