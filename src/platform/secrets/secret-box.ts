import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Failure } from '#evidence';
import { createKeyFile, readKeyFile, type SecretKey } from './key-file.ts';
import { Secret } from './secret.ts';

declare const sealedBrand: unique symbol;

/** A sealed text as it rests in a row: `v1.<key id>.<nonce>.<ciphertext and tag>`, the latter in base64url. */
export type SealedText = string & { readonly [sealedBrand]: true };

/**
 * Seals secrets at rest with AES-256-GCM (NIST SP 800-38D) under a key file outside the database.
 *
 * The purpose (`connection <id> client-secret`) is bound to the sealed text: moved to another row it does not open.
 */
export interface SecretBox {
  seal(secret: Secret, purpose: string): Promise<SealedText>;
  open(sealed: string, purpose: string): Promise<Secret>;
  /** Whether the key file is gone although something was sealed under it. */
  isKeyLost(): Promise<boolean>;
  /**
   * Makes a new key file where the old one is lost: what was sealed before opens no more, so only somebody who enters
   * a secret anew may ask for it. A key file that is there stays.
   */
  renewLostKey(): Promise<void>;
}

export interface SecretBoxOptions {
  readonly dataFolder: string;
  /** Whether anything was sealed already: then a missing key file is a loss, and never replaced by a new one. */
  readonly sealedRowsExist: () => Promise<boolean>;
}

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;
const sealedPattern = /^v1\.([0-9a-f]{16})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22,})$/;

export function secretsKeyPath(dataFolder: string): string {
  return join(dataFolder, 'keys', 'secrets.key');
}

/**
 * The box of a data folder; its key file is made when something is sealed for the first time.
 *
 * Fails with `not-found` (the key file is lost, or is another one), `malformed` (the sealed text was changed, or the
 * key file is damaged), `denied` (others may read the key file).
 */
export function openSecretBox(options: SecretBoxOptions): SecretBox {
  const path = secretsKeyPath(options.dataFolder);
  return {
    async seal(secret, purpose) {
      const key = (await keysForSealing(path, options)).at(-1);
      if (key === undefined) throw keyMissing(path);
      return sealWith(key, secret, purpose);
    },
    async open(sealed, purpose) {
      const keys = await readKeyFile(path);
      if (keys === null) throw keyMissing(path);
      return openWith(keys, sealed, { purpose, path });
    },
    isKeyLost: async () => (await readKeyFile(path)) === null && (await options.sealedRowsExist()),
    async renewLostKey() {
      if ((await readKeyFile(path)) === null) await createKeyFile(path);
    },
  };
}

async function keysForSealing(path: string, options: SecretBoxOptions): Promise<SecretKey[]> {
  const found = await readKeyFile(path);
  if (found !== null) return found;
  if (await options.sealedRowsExist()) throw keyMissing(path);
  await createKeyFile(path);
  return (await readKeyFile(path)) ?? [];
}

function sealWith(key: SecretKey, secret: Secret, purpose: string): SealedText {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(algorithm, key.bytes, nonce, { authTagLength: tagLength });
  cipher.setAAD(associatedData(key.id, purpose));
  const parts = [cipher.update(secret.reveal(), 'utf8'), cipher.final(), cipher.getAuthTag()];
  return `v1.${key.id}.${nonce.toString('base64url')}.${Buffer.concat(parts).toString('base64url')}` as SealedText;
}

function openWith(
  keys: readonly SecretKey[],
  sealed: string,
  { purpose, path }: { purpose: string; path: string },
): Secret {
  const [, id, nonce, rest] = sealedPattern.exec(sealed) ?? [];
  if (id === undefined || nonce === undefined || rest === undefined) throw tampered();
  const key = keys.find((each) => each.id === id);
  if (key === undefined) throw otherKey(id, path);
  const bytes = Buffer.from(rest, 'base64url');
  const decipher = createDecipheriv(algorithm, key.bytes, Buffer.from(nonce, 'base64url'), {
    authTagLength: tagLength,
  });
  decipher.setAAD(associatedData(id, purpose));
  decipher.setAuthTag(bytes.subarray(-tagLength));
  try {
    return new Secret(
      Buffer.concat([decipher.update(bytes.subarray(0, -tagLength)), decipher.final()]).toString('utf8'),
    );
  } catch (cause) {
    throw tampered(cause);
  }
}

function associatedData(keyId: string, purpose: string): Buffer {
  return Buffer.from(`chainmail secret v1\n${keyId}\n${purpose}`, 'utf8');
}

const wayOut =
  'Put back the copy of the keys folder you made (chainmail backup --with-keys). Without one, give each connection its credential again: `chainmail connection update NAME --client-secret-file FILE` (or --certificate FILE) makes a new key.';

function keyMissing(path: string): Failure {
  return new Failure('not-found', `The key file ${path} is missing; the sealed secrets cannot be opened without it.`, {
    code: 'secrets-key-missing',
    fix: wayOut,
  });
}

function otherKey(id: string, path: string): Failure {
  return new Failure('not-found', `A secret was sealed with the key ${id}, which is not in ${path}.`, {
    code: 'secrets-key-other',
    fix: wayOut,
  });
}

function tampered(cause?: unknown): Failure {
  return new Failure('malformed', 'A sealed secret was changed, or belongs elsewhere.', {
    code: 'secrets-tampered',
    fix: 'Enter the secret again; find out who can write to the database.',
    ...(cause === undefined ? {} : { cause }),
  });
}
