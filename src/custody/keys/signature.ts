import { verify } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { canonicalJson } from '../canonical-json.ts';
import { fingerprintOf, parsePublicKey } from './fingerprint.ts';
import type { SigningKey } from './signing-key.ts';

/** The signature that stands beside a signed body. */
export const signatureSchema = Type.Object({
  algorithm: Type.Literal('Ed25519'),
  keyFingerprint: Type.String({ pattern: '^SHA256:[0-9a-f]{64}$' }),
  /** In PEM. It proves nothing by itself: hold its fingerprint against one that came another way. */
  publicKey: Type.String({ maxLength: 1000 }),
  /** Over the UTF-8 bytes of the body's canonical JSON, in base64. */
  value: Type.String({ pattern: '^[A-Za-z0-9+/]{86}==$' }),
});

export type Signature = Static<typeof signatureSchema>;

export function signBody(body: unknown, key: SigningKey): Signature {
  const { fingerprint: keyFingerprint, publicKeyPem: publicKey } = key;
  return { algorithm: 'Ed25519', keyFingerprint, publicKey, value: key.sign(canonicalJson(body)) };
}

/** Whether the key that a signature carries made it over this body. Failure `malformed` when it carries no key. */
export function isSignatureOf(body: unknown, signature: Signature): boolean {
  const key = parsePublicKey(signature.publicKey);
  return verify(null, Buffer.from(canonicalJson(body), 'utf8'), key, Buffer.from(signature.value, 'base64'));
}

/**
 * Whether a signature is written the one way it is written here. Base64 and PEM can say the same in several ways, and
 * nothing signs the signature.
 */
export function isInOneForm({ publicKey, value }: Signature): boolean {
  const pem = parsePublicKey(publicKey).export({ type: 'spki', format: 'pem' });
  return publicKey === pem && value === Buffer.from(value, 'base64').toString('base64');
}

/** Why the key that a signature carries is not the trusted one; null when it is. */
export function keyFault(signature: Signature, trusted: string): string | null {
  const carried = fingerprintOf(parsePublicKey(signature.publicKey));
  if (carried !== signature.keyFingerprint)
    return `It names the key ${signature.keyFingerprint}, but carries ${carried}.`;
  if (carried !== trusted) return `It was signed with ${carried}, not with the trusted ${trusted}.`;
  return null;
}
