import { seededBytes } from '../random.ts';

/** A conversation: its key, when it began, and how deep in it the item is. */
export interface ConversationPlace {
  readonly key: string;
  readonly began: number;
  readonly depth: number;
}

const ticksPerMillisecond = 10_000n;
const epochDifference = 116_444_736_000_000_000n;

/**
 * PR_CONVERSATION_INDEX in base64: 22 bytes for the conversation (the upper bytes of a FILETIME and
 * a GUID) and five for each answer below it. MS-OXOMSG 2.2.1.3.
 */
export function threadIndex(place: ConversationPlace): string {
  const filetime = BigInt(Math.max(0, Math.floor(place.began))) * ticksPerMillisecond + epochDifference;
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(filetime);
  const root = Buffer.concat([Buffer.from([0x01]), time.subarray(1, 6), seededBytes(`thread ${place.key}`, 16)]);
  const answers = Array.from({ length: place.depth }, (_, at) => seededBytes(`answer ${place.key} ${at}`, 5));
  return Buffer.concat([root, ...answers]).toString('base64');
}
