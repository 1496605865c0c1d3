import { createHash } from 'node:crypto';

/**
 * Count and digest of a collection's members: SHA-256 over the sorted, distinct digests, each followed by a line feed
 * (`sort -u | sha256sum`). Packs may be written anew without changing it.
 */
export function digestMembers(digests: Iterable<string>): { readonly count: number; readonly digest: string } {
  const sorted = [...new Set(digests)].sort();
  const hash = createHash('sha256');
  for (const digest of sorted) hash.update(`${digest}\n`);
  return { count: sorted.length, digest: hash.digest('hex') };
}
