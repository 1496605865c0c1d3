import { digestMembers } from './member-digests.ts';
import type { ReceiptBody } from './receipt-body.ts';
import { printable } from './summary/text-table.ts';

/** One line of a pack's manifest, as far as attribution needs it. */
export interface ReadLine {
  /** SHA-256 of its bytes. */
  readonly lineDigest: string;
  readonly address: string;
  readonly custodian: string;
}

/**
 * Count and digest of manifest lines: what they say of whose the members are and where they were. Taken over the bytes
 * of the lines, in no order, so packs may be written anew without changing it.
 */
export function digestAttribution(lines: Iterable<string>): { readonly count: number; readonly digest: string } {
  return digestMembers(lines);
}

/** Why these lines, by their digests, are not those the receipt was signed over; null when they are. */
export function attributionFault(body: ReceiptBody, lines: ReadonlyMap<string, ReadLine>): string | null {
  const wanted = body.attribution;
  const found = digestAttribution(lines.keys());
  if (wanted === undefined || (wanted.digest === found.digest && wanted.count === found.count)) return null;
  const strangers = strangersIn(body, lines.values());
  if (strangers.length > 0) return `The manifests name ${strangers.join(', ')}, of whom the receipt says nothing.`;
  const lead = 'The manifests do not say of the members what the receipt was signed over';
  if (found.count === wanted.count) return `${lead}: a line was changed.`;
  return `${lead}: they have ${String(found.count)} lines of this collection, the receipt ${String(wanted.count)}.`;
}

const strangersShown = 3;

/** Who is named in the lines and not among the mailboxes of the receipt. */
function strangersIn({ mailboxes }: ReceiptBody, lines: Iterable<ReadLine>): readonly string[] {
  const name = (address: string, custodian: string): string => printable(`${address} (${custodian})`);
  const known = new Set(mailboxes.map(({ address, custodian }) => name(address, custodian)));
  const strangers = new Set<string>();
  for (const { address, custodian } of lines) {
    const one = name(address, custodian);
    if (!known.has(one)) strangers.add(one);
  }
  return [...strangers].slice(0, strangersShown);
}
