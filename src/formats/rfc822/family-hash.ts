import { createHash } from 'node:crypto';
import type { Address, ParsedHeader } from './message.ts';

export interface FamilyParts {
  readonly header: ParsedHeader;
  readonly bodyText: string;
  /** Of every attachment of the message itself: its digest, or the family hash of an attached message. */
  readonly attachments: readonly string[];
}

const form = 'family-1';

/**
 * SHA-256 over what a message says, in the normal form of this room's README.
 * Exchange renders MIME anew on every request, so nothing of the rendering may count: not boundaries, folding,
 * encodings or line lengths. Bcc does not count, because only the sender's copy has it.
 */
export function familyHash(parts: FamilyParts): string {
  const { header } = parts;
  const normal = [
    form,
    addressesOf(header.from.length > 0 ? header.from : header.sender),
    addressesOf(header.to),
    addressesOf(header.cc),
    (header.subject ?? '').normalize('NFC').replaceAll(/\s+/g, ' ').trim(),
    header.sentAt === null ? '' : header.sentAt.toISOString().slice(0, 19),
    createHash('sha256')
      .update(parts.bodyText.normalize('NFC').replaceAll(/[\s\u200b-\u200d\ufeff]+/g, ''))
      .digest('hex'),
    [...parts.attachments].sort(),
  ];
  return createHash('sha256').update(JSON.stringify(normal)).digest('hex');
}

function addressesOf(addresses: readonly Address[]): readonly string[] {
  const normal = addresses.map(({ address, name }) =>
    (address === '' ? name : address).normalize('NFC').trim().toLowerCase(),
  );
  return [...new Set(normal)].sort();
}
