import { createHash, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** The key a tenant signs its access tokens with. */
export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

let shared: Promise<SigningKey> | undefined;

/** One RSA key per process: making one takes longer than starting a tenant, and tenants are told apart by `tid`. */
export async function signingKey(): Promise<SigningKey> {
  shared ??= makeKey();
  return shared;
}

async function makeKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const keyId = createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
  return { keyId, privateKey, publicKey };
}
