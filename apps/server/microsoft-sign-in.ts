import { readFile } from 'node:fs/promises';
import type { MicrosoftSignIn } from '#access';
import { Failure } from '#evidence';
import { Secret, type Configuration } from '#platform';

/** Sign-in with Microsoft as the settings say; null where it is not set up. Failure `malformed` without its secret. */
export async function microsoftSignIn({ microsoftSignIn: settings }: Configuration): Promise<MicrosoftSignIn | null> {
  if (settings === null) return null;
  const { tenant, clientId, authority, secretFile } = settings;
  const text = await readFile(secretFile, 'utf8').catch((cause: unknown) => {
    throw noSecret(secretFile, cause);
  });
  if (text.trim() === '') throw noSecret(secretFile, undefined);
  return { tenant, clientId, authority, secret: new Secret(text.trim()) };
}

function noSecret(file: string, cause: unknown): Failure {
  return new Failure('malformed', `The secret of the sign-in with Microsoft cannot be read from ${file}.`, {
    code: 'sign-in-secret-file',
    fix: 'CHAINMAIL_SIGN_IN_SECRET_FILE names a file that holds the value of a client secret and nothing else.',
    ...(cause === undefined ? {} : { cause }),
  });
}
