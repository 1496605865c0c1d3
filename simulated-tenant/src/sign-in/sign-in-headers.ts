import { randomBytes, randomUUID } from 'node:crypto';

/** Headers of every sign-in answer, as recorded from Entra. */
export function signInHeaders(cacheControl: string): Readonly<Record<string, string>> {
  return {
    'Cache-Control': cacheControl,
    Pragma: 'no-cache',
    'Content-Type': 'application/json; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    P3P: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
    'x-ms-request-id': randomUUID(),
    'x-ms-ests-server': '2.1.22150.7 - WEULR1 ProdSlices',
    'Set-Cookie': `fpc=${randomBytes(18).toString('base64url')}; path=/; HttpOnly; SameSite=None`,
  };
}
