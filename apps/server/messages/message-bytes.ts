import { createHash } from 'node:crypto';
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

/** The original bytes of an item, never others. Failure `malformed` (`altered-message`). */
export async function sourceOf({ instance }: Pick<Parts, 'instance'>, item: KeptItem): Promise<Buffer> {
  const vault = await instance.vault();
  const pieces: Uint8Array[] = [];
  for await (const piece of await vault.open(item.bytes)) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  if (createHash('sha256').update(bytes).digest('hex') === item.bytes.digest) return bytes;
  throw new Failure('malformed', `The bytes of ${item.id} are not those that were kept.`, {
    code: 'altered-message',
    fix: 'Check the vault with `chainmail vault verify`, and bring the pack back from a backup.',
  });
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
