import { createHash } from 'node:crypto';

/**
 * Tokens inside links: opaque to clients, readable to the tenant without storing anything.
 * A token that was not made here, or was altered, reads as undefined.
 */
export function opaqueToken(state: object): string {
  const text = Buffer.from(JSON.stringify(state), 'utf8');
  return Buffer.concat([seal(text), scrambled(text)]).toString('base64url');
}

export function readToken(token: string): Record<string, unknown> | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length < 10) return undefined;
  const text = scrambled(bytes.subarray(8));
  if (!seal(text).equals(bytes.subarray(0, 8))) return undefined;
  const value: unknown = JSON.parse(text.toString('utf8'));
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

function seal(text: Uint8Array): Buffer {
  return createHash('sha256').update('link').update(text).digest().subarray(0, 8);
}

/** Not a secret, only unreadable enough that nobody parses it. */
function scrambled(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.map((byte, index) => byte ^ ((index * 89 + 41) & 0xff)));
}
