import { randomBytes, randomFillSync } from 'node:crypto';

let lastTime = 0;
let sequence = 0;

/** Random bytes drawn ahead: asking for a few at a time costs more than all else here. */
const drawn = Buffer.alloc(4096);
let used = drawn.byteLength;

/**
 * A fresh UUID of version 7 (RFC 9562, 5.7): ids sort by the time they were made.
 *
 * - Within one process they are strictly ascending, also when the wall clock steps back.
 * - 62 random bits keep two processes apart.
 */
export function newId<Id extends string>(): Id {
  const now = Date.now();
  if (now > lastTime) {
    lastTime = now;
    sequence = randomBytes(2).readUInt16BE() & 0x07ff;
  } else if (sequence < 0x0fff) {
    sequence += 1;
  } else {
    lastTime += 1;
    sequence = 0;
  }
  const bytes = Buffer.from(draw(16));
  bytes.writeUIntBE(lastTime, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-') as Id;
}

/** The next random bytes, to be copied: what comes from here is handed out once. */
function draw(size: number): Buffer {
  if (used + size > drawn.byteLength) {
    randomFillSync(drawn);
    used = 0;
  }
  used += size;
  return drawn.subarray(used - size, used);
}

/** A number in [0, 1), for jitter: nothing secret may depend on it. */
export function randomFraction(): number {
  return randomBytes(6).readUIntBE(0, 6) / 2 ** 48;
}
