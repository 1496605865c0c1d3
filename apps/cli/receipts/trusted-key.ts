import { readFile } from 'node:fs/promises';
import { UsageError } from '../frame/usage-error.ts';

const pem = /-----BEGIN PUBLIC KEY-----[\s\S]+?-----END PUBLIC KEY-----/;
const fingerprint = /^(sha-?256:)?([0-9a-f]{2}[:\s]?){32}$/i;

/**
 * The key somebody trusts: a fingerprint as it was typed, or the public key or fingerprint in a file, which may be
 * what `chainmail receipt key` wrote, with or without --json.
 */
export async function readTrustedKey(given: string): Promise<string> {
  if (fingerprint.test(given.trim())) return given.trim();
  const text = await readFile(given, 'utf8').catch(() => {
    throw new UsageError(
      `--key ${given} is neither a fingerprint nor a file that can be read.`,
      'A fingerprint is SHA256: and 64 hexadecimal digits, as `chainmail receipt key` prints it.',
    );
  });
  if (isSigned(text)) {
    throw new UsageError(
      `--key ${given} is itself a signed file: the key in it proves nothing.`,
      'Give the fingerprint or the key that you were given another way, as `chainmail receipt key` prints it.',
    );
  }
  return pem.exec(text.replaceAll('\\n', '\n'))?.[0] ?? text.trim();
}

/** Whether this is a receipt, or another file that carries its own signature. */
function isSigned(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'signature' in value;
  } catch {
    return false;
  }
}
