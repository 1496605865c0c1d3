/** Ids of TNEF attributes, MS-OXTNEF section 2.1.3.2. */
const attribute = {
  tnefVersion: 0x00089006,
  messageClass: 0x00078008,
  subject: 0x00018004,
  body: 0x0002800c,
  attachmentRendering: 0x00069002,
  attachmentTitle: 0x00018010,
  attachmentData: 0x0006800f,
} as const;

/** A `winmail.dat`: a TNEF stream with a subject, a body and one file. MS-OXTNEF. */
export function winmail(content: { subject: string; text: string; name: string; bytes: Uint8Array }): Uint8Array {
  const head = Buffer.alloc(6);
  head.writeUInt32LE(0x223e9f78, 0);
  head.writeUInt16LE(1, 4);
  const rendering = Buffer.alloc(14);
  rendering.writeUInt16LE(1, 0);
  rendering.writeUInt32LE(0xffffffff, 2);
  return Buffer.concat([
    head,
    level(1, attribute.tnefVersion, Buffer.from([0x00, 0x00, 0x01, 0x00])),
    level(1, attribute.messageClass, zeroEnded('IPM.Microsoft Mail.Note')),
    level(1, attribute.subject, zeroEnded(content.subject)),
    level(1, attribute.body, zeroEnded(content.text)),
    level(2, attribute.attachmentRendering, rendering),
    level(2, attribute.attachmentTitle, zeroEnded(content.name)),
    level(2, attribute.attachmentData, content.bytes),
  ]);
}

const zeroEnded = (text: string): Buffer => Buffer.from(`${text}\0`, 'latin1');

function level(number: 1 | 2, id: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(number, 0);
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(data.length, 5);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE(data.reduce((total, byte) => (total + byte) & 0xffff, 0));
  return Buffer.concat([head, data, sum]);
}
