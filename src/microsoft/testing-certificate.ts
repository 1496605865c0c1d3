import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

/** A self-signed certificate for tests, in the forms that are wanted of one. */
export interface TestCertificate {
  /** Certificate and private key, as the product takes them. */
  readonly pem: string;
  readonly publicKeyPem: string;
  readonly privateKeyPem: string;
  readonly certificatePem: string;
  /** As assertions name it: base64url. */
  readonly sha256: string;
  /** Hex. */
  readonly sha1: string;
}

const sha256WithRsa = Buffer.from('300d06092a864886f70d01010b0500', 'hex');
const commonName = Buffer.from('0603550403', 'hex');

/** For tests: makes a key pair and a certificate for it. Source: RFC 5280, 4.1. */
export function testCertificate(validity: { from: Date; to: Date }): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = der(0x30, der(0x31, der(0x30, commonName, der(0x0c, Buffer.from('chainmail test')))));
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    sha256WithRsa,
    name,
    der(0x30, time(validity.from), time(validity.to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = der(0x30, body, sha256WithRsa, der(0x03, Buffer.from([0]), signature));
  const certificatePem = `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
  const privateKeyPem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return {
    pem: `${privateKeyPem}${certificatePem}`,
    publicKeyPem: String(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' })),
    privateKeyPem,
    certificatePem,
    sha256: createHash('sha256').update(certificate).digest('base64url'),
    sha1: createHash('sha1').update(certificate).digest('hex'),
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length;
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

function time(at: Date): Buffer {
  const text = `${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  return der(0x18, Buffer.from(text, 'ascii'));
}
