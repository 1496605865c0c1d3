import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { Failure } from '#evidence';

const prefix = 'SHA256:';

/**
 * `SHA256:` and 64 hexadecimal digits over the key's SubjectPublicKeyInfo in DER, so that
 * `openssl pkey -pubin -in key.pem -outform DER | sha256sum` shows the same digits.
 */
export function fingerprintOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return prefix + createHash('sha256').update(der).digest('hex');
}

/**
 * A fingerprint as a person may type it: the prefix, upper case, colons and spaces do not matter.
 * Null when it is none.
 */
export function parseFingerprint(text: string): string | null {
  const digits = text
    .trim()
    .replace(/^sha-?256:/i, '')
    .replaceAll(/[:\s]/g, '')
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? prefix + digits : null;
}

/** An Ed25519 public key in PEM. Failure `malformed` when it is not one. */
export function parsePublicKey(pem: string): KeyObject {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519' && !pem.includes('PRIVATE KEY')) return key;
  } catch (cause) {
    throw notAKey(cause);
  }
  throw notAKey();
}

/**
 * The fingerprint a person trusts, given as a fingerprint or as a public key in PEM.
 * Failure `malformed` when it is neither.
 */
export function trustedFingerprint(key: string): string {
  return parseFingerprint(key) ?? fingerprintOf(parsePublicKey(key));
}

function notAKey(cause?: unknown): Failure {
  return new Failure('malformed', 'This is neither an Ed25519 public key nor the fingerprint of one.', {
    code: 'public-key-unreadable',
    fix: 'Give SHA256: and its 64 digits, or the file that `chainmail receipt key` wrote.',
    cause,
  });
}
