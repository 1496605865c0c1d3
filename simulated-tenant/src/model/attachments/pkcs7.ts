import { seededBytes } from '../random.ts';

/**
 * S/MIME envelopes that are well-formed CMS (RFC 5652) and mean nothing: nobody holds the keys.
 * Readers that look inside find the right content types.
 */
export function signedEnvelope(): Uint8Array {
  const signedData = sequence(
    integer(1),
    set(sequence(object([0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]))), // SHA-256
    sequence(object([...pkcs7, 1])),
    set(),
  );
  return sequence(object([...pkcs7, 2]), tagged(0xa0, signedData));
}

/** An EnvelopedData for one recipient with `length` bytes of ciphertext. */
export function encryptedEnvelope(label: string, length: number): Uint8Array {
  const issuer = sequence(set(sequence(object([0x55, 0x04, 0x03]), tagged(0x0c, Buffer.from('Simulated Issuer')))));
  const recipient = sequence(
    integer(0),
    sequence(issuer, integer(7)),
    sequence(object([...rsa, 1, 1]), tagged(0x05, Buffer.alloc(0))),
    tagged(0x04, noise(`${label} key`, 256)),
  );
  const encrypted = sequence(
    object([...pkcs7, 1]),
    sequence(object([0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a]), tagged(0x04, noise(`${label} iv`, 16))),
    tagged(0x80, noise(label, length)),
  );
  return sequence(object([...pkcs7, 3]), tagged(0xa0, sequence(integer(0), set(recipient), encrypted)));
}

const rsa = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01];
const pkcs7 = [...rsa, 0x07];

const integer = (value: number): Buffer => tagged(0x02, Buffer.from([value]));
const object = (bytes: readonly number[]): Buffer => tagged(0x06, Buffer.from(bytes));
const sequence = (...items: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(items));
const set = (...items: readonly Buffer[]): Buffer => tagged(0x31, Buffer.concat(items));

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, (length >> 8) & 0xff, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function noise(label: string, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, at) => seededBytes(`${label} ${at}`, 32));
  return Buffer.concat(blocks).subarray(0, length);
}
