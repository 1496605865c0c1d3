import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Failure } from '#evidence';
import { testCertificate } from '../testing-certificate.ts';
import type { Credential } from './credential.ts';
import { clientCertificate, clientSecret } from './credential.ts';

const validity = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2027-01-01T00:00:00Z') };

function failureOf(work: () => Credential): Failure {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a client secret', () => {
  it('is refused when its id was given instead', () => {
    expect(failureOf(() => clientSecret('11111111-2222-3333-4444-555555555555'))).toMatchObject({
      code: 'secret-id-given',
    });
    expect(failureOf(() => clientSecret(' \n'))).toMatchObject({ code: 'secret-empty' });
  });

  it('loses the line end of its file and is not printed', () => {
    const credential = clientSecret('abc8Q~value\n');
    expect(credential.reveal()).toBe('abc8Q~value');
    expect(inspect(credential, { showHidden: true, depth: 9 })).not.toContain('abc8Q~value');
    expect(JSON.stringify(credential)).not.toContain('abc8Q~value');
  });
});

describe('a client certificate', () => {
  it('tells its thumbprint and its end, and prints no key', () => {
    const made = testCertificate(validity);
    const credential = clientCertificate(made.pem);
    expect(credential).toMatchObject({
      kind: 'certificate',
      expiresAt: validity.to,
      thumbprint: Buffer.from(made.sha256, 'base64url').toString('hex').toUpperCase(),
    });
    expect(inspect(credential, { showHidden: true, depth: 9 })).not.toContain('PRIVATE');
  });

  it('says what is wrong with a file', () => {
    const made = testCertificate(validity);
    const other = testCertificate(validity);
    const elliptic = String(
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
    const sealed = '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n';
    const says = (pem: string | Uint8Array): string => failureOf(() => clientCertificate(pem)).message;
    expect(says(made.privateKeyPem)).toContain('no certificate');
    expect(says(made.certificatePem)).toContain('no private key');
    expect(says(made.certificatePem + sealed)).toContain('password');
    expect(says(made.certificatePem + elliptic)).toContain('not RSA');
    expect(says(made.certificatePem + other.privateKeyPem)).toContain('does not belong');
    const beginOfPkcs12 = Buffer.from('308209f7020103308209bd06092a864886f70d010701a08209ae', 'hex');
    expect(failureOf(() => clientCertificate(beginOfPkcs12)).fix).toContain('openssl pkcs12');
    expect(says(new X509Certificate(made.certificatePem).raw)).toContain('DER');
    expect(clientCertificate(Buffer.from(made.pem)).kind).toBe('certificate');
  });
});
