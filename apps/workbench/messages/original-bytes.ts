import { createHash } from 'node:crypto';
import { Failure } from '#evidence';
import type { KeptItem } from '#search';
import type { Instance } from '../compose.ts';

/** The original bytes of an item, never others. Failure `malformed` (`altered-message`). */
export async function originalBytes(instance: Pick<Instance, 'vault'>, item: KeptItem): Promise<Buffer> {
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
