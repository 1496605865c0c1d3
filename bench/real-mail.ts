import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { tarMembers } from '#formats';

const corpus = fileURLToPath(new URL('../../shared/corpora/mail.tar.gz', import.meta.url));

/** The real messages that lie beside the project; null when they are not there. */
export async function realMail(): Promise<readonly Buffer[] | null> {
  if (!existsSync(corpus)) return null;
  const tar = gunzipSync(readFileSync(corpus));
  const read = (start: number, length: number) => Promise.resolve(tar.subarray(start, start + length));
  const messages: Buffer[] = [];
  for await (const member of tarMembers({ size: tar.length, read }))
    if (member.isFile && member.name.endsWith('.eml'))
      messages.push(Buffer.from(tar.subarray(member.start, member.start + member.size)));
  return messages;
}
