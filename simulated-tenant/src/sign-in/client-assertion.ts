import { constants, createPublicKey, verify } from 'node:crypto';
import type { AppRegistration, ClientCertificate } from '../model/contract.ts';
import type { Refusal } from './refusal.ts';

export interface AssertionContext {
  readonly app: AppRegistration;
  /** Accepted `aud` values, lower case. */
  readonly audiences: readonly string[];
  /** Milliseconds by which `nbf` and `exp` are judged: the machine's time, since clients stamp assertions by theirs. */
  readonly wallClock: number;
  /** The tenant's time, by which certificates expire. */
  readonly tenantClock: number;
}

interface ParsedAssertion {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

const clockTolerance = 300;

/**
 * Judges a certificate assertion: known key, genuine PS256 or RS256 signature, audience, issuer, time.
 * Returns the refusal, or undefined when it stands.
 * Source: certificate-credentials of the Microsoft identity platform.
 */
export function assertionRefusal(assertion: string, context: AssertionContext): Refusal | undefined {
  const parsed = parse(assertion);
  if (parsed === undefined) return { code: 50027, text: 'JWT token is invalid or malformed.' };
  const { app } = context;
  const issuer = text(parsed.claims['iss']);
  if (
    issuer.toLowerCase() !== app.clientId.toLowerCase() ||
    text(parsed.claims['sub']).toLowerCase() !== app.clientId.toLowerCase()
  ) {
    return { code: 700021, text: "Client assertion application identifier doesn't match 'client_id' parameter." };
  }
  const thumbprint = thumbprintOf(parsed.header);
  const certificate = app.certificates.find(
    (known) => known.sha256 === thumbprint.sha256 || known.sha1.toLowerCase() === thumbprint.sha1,
  );
  if (certificate === undefined) return unknownKey(thumbprint.shown, app.clientId);
  if (certificate.expires <= context.tenantClock) return expiredKey(thumbprint.shown, app.clientId);
  if (!isGenuine(parsed, certificate)) {
    return {
      code: 700027,
      text: `Client assertion contains an invalid signature. [Reason - The provided signature value did not match the expected signature value., Thumbprint of key used by client: '${thumbprint.shown}']`,
    };
  }
  return audienceRefusal(parsed, context) ?? timeRefusal(parsed, context);
}

function parse(assertion: string): ParsedAssertion | undefined {
  const parts = assertion.split('.');
  const [header, claims, signature] = parts;
  if (parts.length !== 3 || header === undefined || claims === undefined || signature === undefined) return undefined;
  const parsedHeader = object(header);
  const parsedClaims = object(claims);
  if (parsedHeader === undefined || parsedClaims === undefined) return undefined;
  return {
    header: parsedHeader,
    claims: parsedClaims,
    signed: Buffer.from(`${header}.${claims}`, 'ascii'),
    signature: Buffer.from(signature, 'base64url'),
  };
}

function object(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function thumbprintOf(header: Readonly<Record<string, unknown>>): { sha256: string; sha1: string; shown: string } {
  const sha256 = text(header['x5t#S256']);
  const short = text(header['x5t']);
  const sha1 = short === '' ? text(header['kid']).toLowerCase() : Buffer.from(short, 'base64url').toString('hex');
  const shown = sha256 === '' ? sha1.toUpperCase() : Buffer.from(sha256, 'base64url').toString('hex').toUpperCase();
  return { sha256, sha1, shown };
}

function isGenuine(parsed: ParsedAssertion, certificate: ClientCertificate): boolean {
  const key = createPublicKey(certificate.publicKeyPem);
  switch (parsed.header['alg']) {
    case 'PS256':
      return verify(
        'sha256',
        parsed.signed,
        { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
        parsed.signature,
      );
    case 'RS256':
      return verify('sha256', parsed.signed, { key, padding: constants.RSA_PKCS1_PADDING }, parsed.signature);
    default:
      return false;
  }
}

function audienceRefusal(parsed: ParsedAssertion, context: AssertionContext): Refusal | undefined {
  const audience = text(parsed.claims['aud']).toLowerCase().replace(/\/$/, '');
  if (context.audiences.includes(audience)) return undefined;
  return {
    code: 700023,
    text: `Client assertion audience claim does not match Realm issuer. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials.`,
  };
}

function timeRefusal(parsed: ParsedAssertion, context: AssertionContext): Refusal | undefined {
  const now = Math.floor(context.wallClock / 1000);
  const from = Number(parsed.claims['nbf'] ?? parsed.claims['iat'] ?? now);
  const until = Number(parsed.claims['exp'] ?? 0);
  if (from - clockTolerance <= now && now < until + clockTolerance) return undefined;
  const stamp = (seconds: number): string => new Date(seconds * 1000).toISOString();
  return {
    code: 700024,
    text: `Client assertion is not within its valid time range. Current time: ${stamp(now)}, assertion valid from ${stamp(from)}, expiry time of assertion ${stamp(until)}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .`,
  };
}

function unknownKey(thumbprint: string, appId: string): Refusal {
  return {
    code: 700027,
    text:
      'The certificate with identifier used to sign the client assertion is not registered on application. ' +
      `[Reason - The key was not found., Thumbprint of key used by client: '${thumbprint}', ` +
      `Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${appId}'.]`,
  };
}

function expiredKey(thumbprint: string, appId: string): Refusal {
  return {
    code: 700027,
    text:
      'The certificate with identifier used to sign the client assertion is expired on application. ' +
      `[Reason - The key used is expired., Thumbprint of key used by client: '${thumbprint}', ` +
      `Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${appId}'.]`,
  };
}
