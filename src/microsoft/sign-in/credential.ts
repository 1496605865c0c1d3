import type { KeyObject } from 'node:crypto';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { Failure } from '#evidence';

/** What an application proves itself with. The secret part is inside a function, so that nothing prints it. */
export type Credential =
  | { readonly kind: 'secret'; readonly expiresAt: Date | null; readonly reveal: () => string }
  | {
      readonly kind: 'certificate';
      readonly expiresAt: Date;
      /** SHA-256 of the certificate, upper-case hex: what a sign-in names it by. */
      readonly thumbprint: string;
      /** SHA-1 of the certificate, upper-case hex, as the list of certificates in Entra shows it. */
      readonly thumbprintSha1: string;
      /** The PEM file: certificate and private key. */
      readonly reveal: () => string;
    };

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A client secret. `expiresAt` is what a person said, since the value does not tell.
 * Failure `malformed` when it is empty, or when it looks like the secret's id (a GUID) instead of its value.
 */
export function clientSecret(value: string, expiresAt: Date | null = null): Credential {
  const secret = value.trim();
  if (secret === '')
    throw new Failure('malformed', 'The client secret is empty.', {
      code: 'secret-empty',
      fix: 'Check the file it was read from.',
    });
  if (guid.test(secret)) {
    throw new Failure('malformed', 'This is the id of a client secret, not its value.', {
      code: 'secret-id-given',
      fix: 'In Entra, Certificates & secrets, the value is in the column "Value" and is shown only when the secret is made. Make a new one and copy that.',
    });
  }
  return { kind: 'secret', expiresAt, reveal: () => secret };
}

/**
 * A certificate with its private key, from one PEM text or the bytes of the file.
 * Failure `malformed` for other forms of files (PKCS#12, DER), and when either is missing, the key is encrypted, is not RSA, or belongs to another certificate.
 */
export function clientCertificate(file: string | Uint8Array): Credential {
  const pem = typeof file === 'string' ? file : textOf(Buffer.from(file));
  const certificate = readCertificate(pem);
  const key = readPrivateKey(pem);
  if (key.asymmetricKeyType !== 'rsa')
    throw badCertificate(
      'The private key is not RSA.',
      'Entra accepts RSA certificates: make one with 2048 bits or more.',
    );
  if (!certificate.checkPrivateKey(key)) {
    throw badCertificate(
      'The private key does not belong to the certificate.',
      'Put the certificate and the key made with it into one PEM file.',
    );
  }
  return {
    kind: 'certificate',
    expiresAt: new Date(certificate.validTo),
    thumbprint: certificate.fingerprint256.replaceAll(':', ''),
    thumbprintSha1: certificate.fingerprint.replaceAll(':', ''),
    reveal: () => pem,
  };
}

/** The private key of a certificate credential as PKCS#8 PEM. */
export function privateKeyOf(pem: string): string {
  return String(readPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }));
}

const pkcs7Data = Buffer.from('06092a864886f70d0107', 'hex');

/** PEM is text; a file that begins as a DER sequence (X.690, 8.9) is told by what is in it. */
function textOf(bytes: Buffer): string {
  const isDer = bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80;
  if (!isDer) return bytes.toString('utf8');
  // PKCS#12 (RFC 7292, 4) begins with its version and a PKCS#7 content.
  throw bytes.subarray(0, 64).includes(pkcs7Data)
    ? badCertificate(
        'This is a PKCS#12 file (.pfx, .p12), not PEM.',
        'Turn it into PEM with `openssl pkcs12 -in chainmail.pfx -nodes -out chainmail.pem` (with -legacy for old files), and give the .pem file.',
      )
    : badCertificate(
        'This is a binary (DER) file, not PEM.',
        'Turn the certificate into PEM with `openssl x509 -inform der -in FILE -out chainmail.pem`, and append its private key as PEM.',
      );
}

function readCertificate(pem: string): X509Certificate {
  const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(pem)?.[0];
  if (block === undefined)
    throw badCertificate(
      'The file holds no certificate.',
      'Append the certificate (-----BEGIN CERTIFICATE-----) to the private key in one PEM file.',
    );
  try {
    return new X509Certificate(block);
  } catch {
    throw badCertificate('The certificate cannot be read.', 'Export it again as PEM (Base-64).');
  }
}

function readPrivateKey(pem: string): KeyObject {
  const block = /-----BEGIN (RSA |ENCRYPTED )?PRIVATE KEY-----[\s\S]+?-----END (RSA |ENCRYPTED )?PRIVATE KEY-----/.exec(
    pem,
  )?.[0];
  if (block === undefined)
    throw badCertificate(
      'The file holds no private key.',
      'Append the private key (-----BEGIN PRIVATE KEY-----) to the certificate in one PEM file.',
    );
  if (block.includes('ENCRYPTED')) {
    throw badCertificate(
      'The private key is protected by a password.',
      'Remove it with `openssl pkcs8 -topk8 -nocrypt -in key.pem -out plain.pem`; Chainmail seals the key itself.',
    );
  }
  try {
    return createPrivateKey(block);
  } catch {
    // The reader's error could quote the key.
    throw badCertificate('The private key cannot be read.', 'Export it again as PEM (PKCS#8).');
  }
}

function badCertificate(message: string, fix: string): Failure {
  return new Failure('malformed', message, { code: 'bad-certificate', fix });
}
