import type { AppRegistration } from '../../model/contract.ts';

/** Where a sign-in returns to, and whether a secret is due when its code is redeemed. */
export interface RedirectAddress {
  readonly uri: string;
  readonly platform: 'web' | 'public';
}

/** The registered address a request names; undefined when it is none. Loopback addresses match on any port. */
export function redirectAddress(app: AppRegistration, uri: string): RedirectAddress | undefined {
  if (app.redirectUris.some((known) => matches(known, uri))) return { uri, platform: 'web' };
  if (app.publicRedirectUris.some((known) => matches(known, uri))) return { uri, platform: 'public' };
  return undefined;
}

/** Path and case count; the port of http://localhost and http://127.0.0.1 does not. Source: RFC 8252, 7.3. */
function matches(registered: string, uri: string): boolean {
  if (registered === uri) return true;
  const [left, right] = [addressOf(registered), addressOf(uri)];
  if (left === undefined || right === undefined) return false;
  const isLoopback = left.protocol === 'http:' && (left.hostname === 'localhost' || left.hostname === '127.0.0.1');
  if (!isLoopback) return left.href === right.href;
  return (
    right.protocol === 'http:' &&
    right.hostname === left.hostname &&
    right.pathname === left.pathname &&
    right.search === left.search &&
    right.hash === ''
  );
}

function addressOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
