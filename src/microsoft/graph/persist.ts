import type { Pool } from 'undici';
import { Failure } from '#evidence';
import type { Clock } from '#platform';
import { newId, randomFraction } from '#platform';
import type { AnswerFacts, OpenAnswer, WireRequest } from './exchange.ts';
import { exchange } from './exchange.ts';
import type { Gate, Pass } from './gate.ts';
import type { Patience } from './retry.ts';
import { createRetrying } from './retry.ts';
import { wirePath } from './target.ts';

/** What every request says. */
export interface GraphRequest {
  /** Path below the version (`/users/…?$top=5`), or a nextLink as it was received. */
  readonly target: string;
  readonly signal: AbortSignal;
  /** Preferences beside the immutable ids, e.g. `odata.maxpagesize=200`. */
  readonly prefer?: readonly string[];
  /** `eventual` for advanced directory queries. */
  readonly consistency?: 'eventual';
  /** Of a download: content types that cannot be what was asked for. */
  readonly refusedTypes?: RegExp;
  /** Failures the caller would rather handle at once than have retried. */
  readonly giveUpOn?: (failure: Failure) => boolean;
}

export interface TokenSource {
  /** A valid token; `refused` names the one that was just refused, so that it is not handed out again. */
  token(signal: AbortSignal, refused?: string): Promise<string>;
}

/** What one reader sends through. */
export interface Wire {
  readonly origin: string;
  readonly pool: Pool;
  readonly gate: Gate;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly patience: Patience;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  /** Told of every answer. */
  readonly seen: (facts: AnswerFacts) => void;
  /** How many connections broke because bytes came that nobody had asked for. */
  readonly strayBytes: () => number;
}

/** An answer whose body is still open, and the place in flight that it holds. */
export interface Sent {
  readonly answer: OpenAnswer;
  readonly pass: Pass;
  /** Whether a connection broke, since this was sent, because bytes came that nobody had asked for. */
  readonly sawStrayBytes: () => boolean;
}

const mostRenewals = 2;

/**
 * Sends a request again and again by the rules of retrying until `use` succeeds with the answer; `use` owns the pass.
 * A refused token is renewed, and once more should the next be refused, too. Every attempt passes the gate, since the service counts each.
 */
export async function persist<Result>(
  wire: Wire,
  request: GraphRequest,
  use: (sent: Sent) => Promise<Result>,
): Promise<Result> {
  const { gate, clock } = wire;
  const retrying = createRetrying(wire.patience, clock, randomFraction);
  let refused: string | undefined;
  let renewals = 0;
  for (let again: 'again' | undefined; ; again = 'again') {
    const pass = await gate.enter(request.signal, again);
    let token: string | undefined;
    let failure: Failure;
    try {
      token = await wire.tokens.token(request.signal, refused);
      const before = wire.strayBytes();
      const sawStrayBytes = (): boolean => wire.strayBytes() > before;
      return await use({ answer: await send(wire, request, token), pass, sawStrayBytes });
    } catch (error) {
      pass.release();
      if (!(error instanceof Failure) || request.giveUpOn?.(error) === true) throw error;
      failure = error;
    }
    if (token !== undefined && renewals < mostRenewals && failure.evidence.status === 401) {
      refused = token;
      renewals += 1;
      continue;
    }
    const verdict = retrying.after(failure);
    if (verdict.kind === 'give-up') throw failure;
    if (verdict.kind === 'pause') gate.pause(verdict.until);
    else await clock.sleep(verdict.ms, request.signal);
  }
}

function send(wire: Wire, request: GraphRequest, token: string): Promise<OpenAnswer> {
  return exchange(wire.pool, wireRequest(wire, request, token), wire.clock);
}

function wireRequest(wire: Wire, request: GraphRequest, token: string): WireRequest {
  const clientRequestId = newId<string>();
  return {
    path: wirePath(wire.origin, request.target),
    clientRequestId,
    seen: wire.seen,
    signal: request.signal,
    headersTimeoutMs: wire.headersTimeoutMs,
    bodyTimeoutMs: wire.bodyTimeoutMs,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json, */*;q=0.5',
      prefer: ['IdType="ImmutableId"', ...(request.prefer ?? [])].join(', '),
      'client-request-id': clientRequestId,
      'user-agent': 'chainmail/0.1',
      ...(request.consistency === undefined ? {} : { consistencylevel: request.consistency }),
    },
  };
}
