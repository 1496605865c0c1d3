import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import { Failure } from '#evidence';
import type { Clock, Database, Reader } from '#platform';
import { recordAct } from '../audit/record-act.ts';
import { fingerprintOf } from './fingerprint.ts';
import { createSigningKeyFile, readSigningKeyFile, signingKeyPath } from './key-file.ts';
import { listSigningKeys, registerSigningKey, retireSigningKey, type RegisteredKey } from './store-keys.ts';

/** Signs receipts; the private key stays inside. */
export interface SigningKey {
  /** `SHA256:<64 hex digits>`; see `fingerprintOf`. */
  readonly fingerprint: string;
  /** To hand out, apart from the receipts. */
  readonly publicKeyPem: string;
  /** Ed25519 (RFC 8032) over the UTF-8 bytes of the text, in base64. */
  sign(text: string): string;
}

export interface SigningKeyPlace {
  readonly dataFolder: string;
  readonly database: Database;
  readonly clock: Clock;
}

/**
 * The key of this instance, from `<data>/keys/signing.key`; it is made when nothing was ever signed here.
 *
 * Fails with `not-found` (the file is lost), `conflict` (it is another key than the one that signed before),
 * `denied` (others may read it), `malformed` (it is damaged). A lost key is never replaced by itself.
 */
export async function openSigningKey({ dataFolder, database, clock }: SigningKeyPlace): Promise<SigningKey> {
  const path = signingKeyPath(dataFolder);
  const registered = await currentKey(database.reader);
  let found = await readSigningKeyFile(path);
  if (found === null) {
    if (registered !== null) throw missing(path, registered);
    await createSigningKeyFile(path);
    found = await readSigningKeyFile(path);
  }
  const key = signingKey(found, path);
  if (registered === null) await database.transaction((tx) => registerSigningKey(tx, { ...key, at: clock.now() }));
  const current = registered ?? (await currentKey(database.reader));
  if (current?.fingerprint !== key.fingerprint) throw another(path, current);
  return key;
}

/**
 * The deliberate way out when the key file is lost for good: the key in the file, or a new one when there is no file,
 * takes over, and the trail says so. Receipts that the old key signed stay valid under the old key.
 * Failure `conflict` when the key that signs here is not lost.
 */
export async function replaceLostSigningKey(place: SigningKeyPlace, actor: string): Promise<SigningKey> {
  const path = signingKeyPath(place.dataFolder);
  const lost = await currentKey(place.database.reader);
  if ((await readSigningKeyFile(path)) === null) await createSigningKeyFile(path);
  const key = signingKey(await readSigningKeyFile(path), path);
  if (lost === null || lost.fingerprint === key.fingerprint) {
    throw new Failure('conflict', `The signing key ${path} is not lost.`, { code: 'signing-key-not-lost' });
  }
  const at = place.clock.now();
  await place.database.transaction(async (tx) => {
    await retireSigningKey(tx, lost.fingerprint, at);
    await registerSigningKey(tx, { ...key, at });
    const subject = { lost: lost.fingerprint, fingerprint: key.fingerprint };
    await recordAct(tx, { actor, action: 'signing-key.replaced', subject, at });
  });
  return key;
}

function signingKey(privateKey: KeyObject | null, path: string): SigningKey {
  if (privateKey === null)
    throw new Failure('bug', `${path} vanished while it was read.`, { code: 'signing-key-vanished' });
  const publicKey = createPublicKey(privateKey);
  return {
    fingerprint: fingerprintOf(publicKey),
    publicKeyPem: String(publicKey.export({ type: 'spki', format: 'pem' })),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64'),
  };
}

async function currentKey(reader: Reader): Promise<RegisteredKey | null> {
  return (await listSigningKeys(reader)).find(({ replacedAt }) => replacedAt === null) ?? null;
}

function missing(path: string, { fingerprint }: RegisteredKey): Failure {
  return new Failure(
    'not-found',
    `The signing key ${path} is missing; receipts were to be signed with ${fingerprint}.`,
    {
      code: 'signing-key-missing',
      fix: 'Put back the copy of the keys folder. If there is none, `chainmail receipt key --replace-lost` makes a new key and records that.',
    },
  );
}

function another(path: string, registered: RegisteredKey | null): Failure {
  return new Failure(
    'conflict',
    `The signing key ${path} is not ${registered?.fingerprint ?? 'known'}, which signs here.`,
    {
      code: 'signing-key-other',
      fix: 'Put back the keys folder that belongs to this database.',
    },
  );
}
