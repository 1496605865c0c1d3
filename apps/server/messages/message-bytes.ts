import { Failure, type MatterId } from '#evidence';
import { attachedFiles, type AttachedFile } from '#formats';
import { notInMatter } from '#review';
import { findItem, type KeptItem } from '#search';
import type { Parts } from '../parts.ts';

/** A kept item of the matter. Failure `not-found`, whether or not it is in another. */
export async function itemOfMatter(
  { database }: Pick<Parts, 'database'>,
  matter: MatterId,
  id: string,
): Promise<KeptItem> {
  const item = await findItem(database.reader, id);
  if (item.matterId !== matter) throw notInMatter('message');
  return item;
}

/** What hangs at a message under a part number, at any depth. Failure `not-found`. */
export function attachedFile(source: Uint8Array, part: string): AttachedFile {
  const file = attachedFiles(source).find((one) => one.part === part);
  if (file !== undefined) return file;
  throw new Failure('not-found', 'There is no such part in the message.', { code: 'no-such-part' });
}

/** The bytes of the message that is meant: the item's own, or those of one attached to it. */
export function messageAt(source: Buffer, part: string | undefined): Uint8Array {
  if (part === undefined) return source;
  const file = attachedFile(source, part);
  if (file.mediaType === 'message/rfc822') return file.read(source.length);
  throw new Failure('not-found', 'This part is no message.', { code: 'no-such-part' });
}
