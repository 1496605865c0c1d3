import type { Pool } from 'undici';
import type { Clock } from '#platform';
import { Failure } from '#evidence';
import { readCapped } from './answers/answer-body.ts';
import type { ArrivingBody } from './answers/arriving-body.ts';
import { graphRefusal } from './graph-refusal.ts';
import { networkFailure } from './network-failure.ts';
import { receive, type Asked, type Received } from './answers/receive.ts';

/** Facts of one answer, for evidence and for the service's clock. */
export interface AnswerFacts {
  readonly status: number;
  readonly requestId: string | null;
  /** The service's Date header. */
  readonly serviceTime: Date | null;
  readonly contentType: string | null;
  /** Whether its head declared how long the body is. */
  readonly declaresLength: boolean;
}

/** One GET as it goes over the wire. */
export interface WireRequest extends Asked {
  readonly clientRequestId: string;
  /** Told of every answer, refusals included. */
  readonly seen: (facts: AnswerFacts) => void;
}

export interface OpenAnswer {
  readonly facts: AnswerFacts;
  readonly body: ArrivingBody;
}

const refusalCap = 64 * 1024;

/**
 * Sends one GET and waits for the head of the answer. Redirects are never followed.
 * Throws a Failure for everything but 200; the body of a refusal is read, so the connection can be used again.
 */
export async function exchange(pool: Pool, request: WireRequest, clock: Clock): Promise<OpenAnswer> {
  const answer = await send(pool, request, clock);
  const facts = factsOf(answer);
  request.seen(facts);
  if (answer.statusCode === 200) return { facts, body: answer.body };
  const body = await readRefusal(answer, clock);
  if (answer.statusCode >= 300 && answer.statusCode < 400) throw redirected(facts);
  throw graphRefusal({
    status: answer.statusCode,
    body,
    requestId: facts.requestId ?? undefined,
    clientRequestId: request.clientRequestId,
    retryAfter: header(answer, 'retry-after'),
    now: clock.now(),
  });
}

async function send(pool: Pool, request: WireRequest, clock: Clock): Promise<Received> {
  try {
    return await receive(pool, request);
  } catch (error) {
    request.signal.throwIfAborted();
    throw networkFailure(error, clock.now());
  }
}

async function readRefusal(answer: Received, clock: Clock): Promise<Buffer> {
  try {
    return await readCapped(answer.body, refusalCap);
  } catch (error) {
    if (error instanceof Failure) return Buffer.alloc(0);
    throw networkFailure(error, clock.now());
  }
}

function factsOf(answer: Received): AnswerFacts {
  const date = Date.parse(header(answer, 'date') ?? '');
  return {
    status: answer.statusCode,
    requestId: header(answer, 'request-id') ?? null,
    serviceTime: Number.isNaN(date) ? null : new Date(date),
    contentType: header(answer, 'content-type') ?? null,
    declaresLength: header(answer, 'content-length') !== undefined,
  };
}

function header(answer: Received, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function redirected(facts: AnswerFacts): Failure {
  return new Failure('malformed', `Graph answered with a redirect (${String(facts.status)}), which is not followed.`, {
    code: 'graph-redirect-refused',
    fix: 'Check the addresses of the connection. A token is never sent to the place a redirect names.',
    evidence: { status: facts.status, ...(facts.requestId === null ? {} : { requestId: facts.requestId }) },
  });
}
