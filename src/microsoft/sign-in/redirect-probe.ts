import { request } from 'undici';
import { Failure } from '#evidence';
import type { Clock } from '#platform';
import type { Cloud } from '../clouds/cloud.ts';
import { refusal } from '../errors/dictionary.ts';
import { readCapped } from '../graph/answers/answer-body.ts';
import { networkFailure } from '../graph/network-failure.ts';

/** Where a sign-in would return to. */
export interface RedirectQuestion {
  readonly cloud: Cloud;
  readonly tenant: string;
  readonly clientId: string;
  readonly redirectUri: string;
}

export type RedirectAnswer =
  | { readonly kind: 'registered' }
  /** The sign-in page would show this instead of coming back. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'unknown' };

const pageCap = 1024 * 1024;
const timeoutMs = 30_000;
const known = new Set(['50011', '500113', '700016', '7000112', '90002', '900023', '90038']);

/**
 * Asks the sign-in page, without anybody at it, whether it would return to an address: it comes back at once with
 * "login required" when the address is registered, and shows an error when it is not.
 * Throws `unavailable` when the service cannot be reached.
 */
export async function probeRedirect(
  question: RedirectQuestion,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<RedirectAnswer> {
  const { cloud, tenant, clientId, redirectUri } = question;
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    response_mode: 'query',
    redirect_uri: redirectUri,
    scope: 'openid',
    prompt: 'none',
  });
  const url = `${cloud.login}/${encodeURIComponent(tenant)}/oauth2/v2.0/authorize?${query.toString()}`;
  try {
    const answer = await request(url, { signal, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
    const page = (await readCapped(answer.body, pageCap)).toString('utf8');
    const location = answer.headers['location'];
    if (typeof location === 'string' && leadsTo(location, redirectUri)) return { kind: 'registered' };
    const code = [...page.matchAll(/AADSTS(\d+)/g)].map(([, number]) => number ?? '').find((one) => known.has(one));
    if (code === undefined) return { kind: 'unknown' };
    const at = clock.now().toISOString();
    const refused = { status: answer.statusCode, providerCodes: [`AADSTS${code}`], text: '', at };
    return { kind: 'refused', failure: refusal('entra', refused) };
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof Failure ? error : networkFailure(error, clock.now());
  }
}

function leadsTo(location: string, redirectUri: string): boolean {
  if (!URL.canParse(location) || !URL.canParse(redirectUri)) return false;
  const [there, wanted] = [new URL(location), new URL(redirectUri)];
  return there.origin === wanted.origin && there.pathname === wanted.pathname;
}
