import type { ConnectionId } from '#evidence';
import { Failure } from '#evidence';
import type { SealedText, SecretBox } from '#platform';
import { Secret } from '#platform';
import type { Credential } from '../sign-in/credential.ts';
import { clientCertificate, clientSecret } from '../sign-in/credential.ts';
import type { StoredConnection } from './store.ts';

/** Seals a credential for one connection: copied into another row it does not open. */
export async function sealCredential(box: SecretBox, id: ConnectionId, credential: Credential): Promise<SealedText> {
  return box.seal(new Secret(`${credential.kind}\n${credential.reveal()}`), purposeOf(id));
}

/** The credential of a stored connection. Failures of the box: a lost key file, a changed text. */
export async function unsealCredential(box: SecretBox, stored: StoredConnection): Promise<Credential> {
  const { id, name, credentialExpiresAt } = stored.connection;
  const opened = await box.open(stored.sealed, purposeOf(id));
  const text = opened.reveal();
  const kind = text.slice(0, text.indexOf('\n'));
  const value = text.slice(kind.length + 1);
  switch (kind) {
    case 'secret':
      return clientSecret(value, credentialExpiresAt);
    case 'certificate':
      return clientCertificate(value);
    default:
      throw new Failure('malformed', `The credential of "${name}" is of a kind this version does not know.`, {
        code: 'credential-unknown',
        fix: 'Give it again with `chainmail connection update`.',
      });
  }
}

function purposeOf(id: ConnectionId): string {
  return `connection ${id} credential`;
}
