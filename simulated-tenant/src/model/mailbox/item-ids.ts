import { seededBytes } from '../random.ts';

/**
 * Ids of one mailbox. Each encodes the item's number, so that an id is found again without a table
 * (a mailbox of millions keeps none), and looks as Exchange's do: base64 with `+`, `/` and `=`.
 */
export interface ItemIds {
  immutable(number: number): string;
  /** Changes with the folder and with every move. */
  mutable(number: number, folder: number, moves: number): string;
  /** The item's number, if the text is shaped as an id of this mailbox; it may be an outdated one. */
  numberOf(id: string): number | undefined;
  changeKey(change: number): string;
  folder(number: number): string;
  conversation(key: string): string;
  attachment(message: number, ordinal: number): string;
}

// The first three bytes give the beginnings Graph's ids are known by.
const immutableStart = Buffer.from([0x00, 0x09, 0x00]); // AAkA
const mutableStart = Buffer.from([0x00, 0x03, 0x24]); // AAMk
const folderStart = Buffer.from([0x01, 0x03, 0x24]); // AQMk
const conversationStart = Buffer.from([0x00, 0x04, 0x24]); // AAQk
const changeKeyStart = Buffer.from([0x09, 0x00, 0x00, 0x00, 0x16, 0x00]); // CQAAABYA

const multiplier = 0x9e3779b1;
const inverse = 0x0e8b2f51;

/** The ids of the mailbox that `label` names (its person's object id). */
export function itemIds(label: string): ItemIds {
  const tag = seededBytes(`mailbox ${label}`, 24);
  const key = tag.readUInt32LE(0);
  const prefix = (start: Buffer): string => Buffer.concat([start, tag.subarray(0, 24)]).toString('base64');
  const immutablePrefix = prefix(immutableStart);
  const mutablePrefix = prefix(mutableStart);
  const folderPrefix = prefix(folderStart);
  const conversationPrefix = prefix(conversationStart);
  const changeKeyPrefix = Buffer.concat([changeKeyStart, tag.subarray(6, 18)]).toString('base64');
  const scratch = Buffer.alloc(16);

  // Numbers are scrambled so that neighbours do not look alike and every base64 letter occurs.
  function write(number: number): void {
    const low = Math.imul(((number % 4294967296) >>> 0) ^ key, multiplier) >>> 0;
    const high = (Math.floor(number / 4294967296) ^ Math.imul(low, multiplier) ^ key) >>> 0;
    scratch.writeUInt32BE(high, 0);
    scratch.writeUInt32BE(low, 4);
  }
  function read(bytes: Buffer): number {
    const high = bytes.readUInt32BE(0);
    const low = bytes.readUInt32BE(4);
    const upper = (high ^ Math.imul(low, multiplier) ^ key) >>> 0;
    return upper * 4294967296 + ((Math.imul(low, inverse) ^ key) >>> 0);
  }
  function short(start: string, number: number): string {
    write(number);
    return start + scratch.toString('base64', 0, 8);
  }
  function long(start: string, number: number, [first, second]: readonly [number, number]): string {
    write(number);
    scratch.writeUInt16BE(first & 0xffff, 8);
    scratch.writeUInt16BE(second & 0xffff, 10);
    scratch.writeUInt16BE(0, 12);
    return start + scratch.toString('base64', 0, 14);
  }
  function numberOf(id: string): number | undefined {
    const known = id.startsWith(immutablePrefix) || id.startsWith(mutablePrefix);
    const tail = Buffer.from(id.slice(immutablePrefix.length), 'base64');
    return known && tail.length >= 8 ? read(tail) : undefined;
  }
  return {
    numberOf,
    immutable: (number) => short(immutablePrefix, number),
    mutable: (number, folder, moves) => long(mutablePrefix, number, [folder, moves]),
    changeKey: (change) => short(changeKeyPrefix, change),
    folder: (number) => long(folderPrefix, number, [0x0100, 0]),
    conversation: (text) => conversationPrefix + seededBytes(`conversation ${text}`, 16).toString('base64'),
    attachment: (message, ordinal) => long(immutablePrefix, message, [0x0001, ordinal + 1]),
  };
}
