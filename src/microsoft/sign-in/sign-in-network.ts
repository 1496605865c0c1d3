import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { Pool } from 'undici';
import Type from 'typebox';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { Failure } from '#evidence';
import type { Clock } from '#platform';
import { randomFraction } from '#platform';
import { readCapped } from '../graph/answers/answer-body.ts';
import { networkFailure } from '../graph/network-failure.ts';
import { backoff, retryAfter } from '../graph/retry-after.ts';

const Refused = Type.Object({
  error: Type.String(),
  error_description: Type.Optional(Type.String()),
  error_codes: Type.Optional(Type.Array(Type.Number())),
  suberror: Type.Optional(Type.String()),
  trace_id: Type.Optional(Type.String()),
  correlation_id: Type.Optional(Type.String()),
});

/** A refusal of the sign-in service, as it was sent. */
export type SignInRefusal = Static<typeof Refused> & { readonly status: number };

export interface SignInNetwork {
  /** What MSAL sends with. */
  readonly client: INetworkModule;
  /** Why the last request came to nothing, and forgets it. */
  takeTrouble(): Failure | SignInRefusal | null;
  /** By how much the service's clock was ahead of ours at its last answer, refusals included; null before the first. */
  serviceAheadMs(): number | null;
}

const attempts = 4;
const answerCap = 256 * 1024;
const timeoutMs = 30_000;

/**
 * MSAL's network over undici. MSAL always believes in `authority`; requests for it go to the pool's origin, so custom
 * endpoints work without discovery or certificates. Passing faults are retried here, so that MSAL never sees them
 * (it would refuse to sign in for a minute). Requests to any other host are refused.
 */
export function createSignInNetwork(options: { pool: Pool; authority: string; clock: Clock }): SignInNetwork {
  let trouble: Failure | SignInRefusal | null = null;
  let aheadMs: number | null = null;
  const sending = {
    ...options,
    seen: (date: string | undefined) => {
      const at = Date.parse(date ?? '');
      if (!Number.isNaN(at)) aheadMs = at - options.clock.now().getTime();
    },
  };

  async function send<T>(
    method: 'GET' | 'POST',
    url: string,
    request: NetworkRequestOptions | undefined,
  ): Promise<NetworkResponse<T>> {
    try {
      const answer = await persist(sending, { method, path: pathAt(options.authority, url), request });
      if (answer.status >= 400 && Value.Check(Refused, answer.body))
        trouble = { ...answer.body, status: answer.status };
      return { status: answer.status, headers: { 'content-type': 'application/json' }, body: answer.body as T };
    } catch (error) {
      if (error instanceof Failure) trouble = error;
      throw error;
    }
  }

  return {
    client: {
      sendGetRequestAsync: <T>(url: string, request?: NetworkRequestOptions) => send<T>('GET', url, request),
      sendPostRequestAsync: <T>(url: string, request?: NetworkRequestOptions) => send<T>('POST', url, request),
    },
    takeTrouble() {
      const taken = trouble;
      trouble = null;
      return taken;
    },
    serviceAheadMs: () => aheadMs,
  };
}

interface Sending {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly request: NetworkRequestOptions | undefined;
}

interface Wire {
  readonly pool: Pool;
  readonly clock: Clock;
  /** Told the Date header of every answer. */
  readonly seen: (date: string | undefined) => void;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function persist(options: Wire, sending: Sending): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await once(options, sending);
    if (!(outcome instanceof Failure)) return outcome;
    if (attempt + 1 >= attempts) throw outcome;
    const asked = outcome.until === undefined ? 0 : outcome.until - options.clock.now().getTime();
    await options.clock.sleep(Math.max(asked, backoff(attempt, { baseMs: 500, capMs: 8_000, random: randomFraction })));
  }
}

/** One request; a passing fault is returned as a Failure, so that the caller can try again. */
async function once(options: Wire, sending: Sending): Promise<Answer | Failure> {
  const now = options.clock.now();
  try {
    const answer = await options.pool.request({
      method: sending.method,
      path: sending.path,
      headers: { ...sending.request?.headers, accept: 'application/json' },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      ...(sending.request?.body === undefined ? {} : { body: sending.request.body }),
    });
    const body = await readCapped(answer.body, answerCap);
    const status = answer.statusCode;
    options.seen(first(answer.headers.date));
    const until = retryAfter(first(answer.headers['retry-after']), now) ?? undefined;
    const parsed = jsonOf(body);
    if (status < 500 && status !== 429 && parsed !== null) return { status, body: parsed };
    return unavailable(status, until, now);
  } catch (error) {
    return error instanceof Failure ? error : networkFailure(error, now);
  }
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function jsonOf(body: Buffer): object | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

function unavailable(status: number, until: number | undefined, now: Date): Failure {
  const throttled = status === 429;
  return new Failure(
    throttled ? 'throttled' : 'unavailable',
    `The sign-in service answered ${String(status)} and could not be used.`,
    {
      code: throttled ? 'entra-throttled' : 'entra-unavailable',
      fix: 'Try again in some minutes. If it stays, check the address of the cloud.',
      evidence: { status, at: now.toISOString() },
      ...(until === undefined ? {} : { until }),
    },
  );
}

function pathAt(authority: string, url: string): string {
  const { origin, pathname, search } = new URL(url);
  if (origin === authority) return `${pathname}${search}`;
  throw new Failure('bug', `Sign-in wanted to ask ${origin}, which is not the cloud of the connection.`, {
    code: 'entra-foreign-host',
    fix: 'Report it.',
  });
}
