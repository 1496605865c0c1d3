import type { ThreadIndex } from '../message.ts';

const headLength = 22;
const replyLength = 5;
/** Milliseconds between 1601-01-01 (FILETIME) and 1970-01-01. */
const fileTimeEpoch = 11_644_473_600_000;

/**
 * Exchange's Thread-Index: six high bytes of a FILETIME, sixteen bytes of GUID, five bytes a reply
 * (MS-OXOMSG, 2.2.1.3 PidTagConversationIndex). Null when it is too short to be one.
 */
export function parseThreadIndex(unfolded: string): ThreadIndex | null {
  const bytes = Buffer.from(unfolded.slice(0, 8192).replaceAll(/\s+/g, ''), 'base64');
  if (bytes.length < headLength) return null;
  const milliseconds = Math.floor((bytes.readUIntBE(0, 6) * 65_536) / 10_000) - fileTimeEpoch;
  const isPlausible = milliseconds >= 0 && milliseconds < Date.UTC(2100, 0, 1);
  return {
    conversation: guid(bytes.subarray(6, headLength)),
    startedAt: isPlausible ? new Date(milliseconds) : null,
    level: Math.floor((bytes.length - headLength) / replyLength),
  };
}

function guid(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
