import type { Static } from 'typebox';
import type { Caller } from '#access';
import { Failure } from '#evidence';
import { chooseCloud, clientCertificate, clientSecret, type Cloud, type Credential } from '#microsoft';
import type { CredentialText } from './connection-schemas.ts';

/** Failure `malformed` for a credential that is none. */
export function credentialOf(text: Static<typeof CredentialText>): Credential {
  if (text.kind === 'certificate') return clientCertificate(text.pem);
  const expiresAt = text.expiresAt ?? null;
  return clientSecret(text.value, expiresAt === null ? null : new Date(expiresAt));
}

/**
 * The cloud that was chosen. Only an administrator may name addresses: the server would go there with credentials.
 * Failures: `denied`, `malformed`.
 */
export function givenCloud({ person }: Caller, given: { cloud?: string; endpoints?: string }): Promise<Cloud> {
  if (given.endpoints === undefined || person.instanceRole === 'administrator') return chooseCloud(given);
  throw new Failure('denied', 'Only an administrator may connect to another service than a Microsoft cloud.', {
    code: 'endpoints-not-allowed',
    fix: 'Choose the cloud, or ask an administrator for a connection to sign in through.',
  });
}
