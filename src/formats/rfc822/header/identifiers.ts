import { createHash } from 'node:crypto';

const bracketed = /<[^<>]{1,998}>/g;

/**
 * Every message identifier of a field, with its brackets and without blanks (folding leaves them);
 * beyond the limit the first ten (the roots) and the last ones stay.
 * Prose, as in `In-Reply-To: Your message of Tue, 3 Sep`, gives nothing.
 */
export function readIdentifiers(unfolded: string, limit: number): readonly string[] {
  const found = (unfolded.match(bracketed) ?? []).map((id) => id.replaceAll(/\s+/g, '')).filter((id) => id.length > 2);
  const unique = [...new Set(found)];
  if (unique.length <= limit) return unique;
  const head = Math.min(10, limit);
  return [...unique.slice(0, head), ...unique.slice(unique.length - (limit - head))];
}

/** The Message-ID with brackets; a bare `id@host` gets them, because replies will name it so. */
export function readMessageId(unfolded: string): string | null {
  const first = readIdentifiers(unfolded, 1)[0];
  if (first !== undefined) return first;
  const bare = unfolded.replaceAll(/[<>\s]+/g, '');
  return bare === '' || bare.length > 996 ? null : `<${bare}>`;
}

/**
 * EDRM Message Identification Hash 1.0: MD5 of the Message-ID's value, lower-case hexadecimal.
 * Hashed is the first `<…>` of the field with its angle brackets, blanks removed, letter case kept, as UTF-8.
 * Null when the field is missing or holds nothing in angle brackets: such a message has no identification hash and is
 * compared by its family hash only.
 */
export function edrmMessageIdentificationHash(unfolded: string): string | null {
  const first = readIdentifiers(unfolded, 1)[0];
  return first === undefined ? null : createHash('md5').update(first, 'utf8').digest('hex');
}
