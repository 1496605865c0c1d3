import { createHash } from 'node:crypto';
import type { ParsedMessage } from '#formats';

/**
 * The names that tie a message to its thread: its Message-ID, In-Reply-To, References, and the conversation of its
 * Thread-Index. A message that has none is alone under its digest.
 * Each is hashed into the form of a UUID, so that keys have one length.
 */
export function threadKeysOf(message: ParsedMessage, digest: string): readonly string[] {
  const names = [message.messageId, ...message.inReplyTo, ...message.references].filter((id) => id !== null);
  const keys = names.map((id) => `message ${id}`);
  if (message.threadIndex !== null) keys.push(`conversation ${message.threadIndex.conversation}`);
  if (keys.length === 0) keys.push(`digest ${digest}`);
  return [...new Set(keys)].map(keyOf);
}

function keyOf(name: string): string {
  const hex = createHash('sha256').update(name, 'utf8').digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
