import type { TSchema, Static } from 'typebox';
import { Pool } from 'undici';
import { Value } from 'typebox/value';
import { Failure } from '#evidence';
import type { Clock } from '#platform';
import { newId, randomFraction } from '#platform';
import { parseJson, readCapped } from './answer-body.ts';
import type { AnswerFacts, OpenAnswer } from './exchange.ts';
import { exchange } from './exchange.ts';
import type { Gate, Pass } from './gate.ts';
import { networkFailure } from './network-failure.ts';
import type { Patience } from './retry.ts';
import { createRetrying, patient } from './retry.ts';
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
  /** Failures the caller would rather handle at once than have retried. */
  readonly giveUpOn?: (failure: Failure) => boolean;
}

export interface JsonRequest<Schema extends TSchema> extends GraphRequest {
  readonly schema: Schema;
}

export interface GraphAnswer<Value> {
  readonly value: Value;
  readonly facts: AnswerFacts;
}

/**
 * Reads from Graph, for one mailbox or for the directory. It has no way to write.
 *
 * - Immutable ids are asked for on every request.
 * - Throttling, passing faults and one expired token are handled; what is thrown is a Failure, or the signal's reason.
 * - The bearer goes to the connection's Graph host only; links elsewhere and redirects are refused (`malformed`).
 */
export interface GraphReader {
  /** JSON of a known shape. Failure `malformed` for another shape, besides what the dictionary says. */
  request<Schema extends TSchema>(request: JsonRequest<Schema>): Promise<GraphAnswer<Static<Schema>>>;
  /**
   * The bytes of a resource, as they come. Retried until the first byte; a break after it throws `unavailable`.
   * The stream must be read to its end or ended early by `return()`: it holds one of the mailbox's four places.
   */
  download(request: GraphRequest): Promise<AsyncIterable<Uint8Array>>;
}

export interface TokenSource {
  /** A valid token; `refused` names the one that was just refused, so that it is not handed out again. */
  token(signal: AbortSignal, refused?: string): Promise<string>;
}

export interface TransportOptions {
  /** Origin of Graph in the connection's cloud. */
  readonly origin: string;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly patience?: Patience;
  readonly headersTimeoutMs?: number;
  /** Longest silence within a body. */
  readonly bodyTimeoutMs?: number;
  /** Cap of a JSON answer. */
  readonly jsonCap?: number;
}

/** The connection to one Graph origin: sockets and tokens shared by all its readers. */
export interface GraphTransport extends AsyncDisposable {
  /** A reader that passes one gate: that of a mailbox, or of the directory. */
  reader(gate: Gate): GraphReader;
  /** By how much the service's clock was ahead of ours at its last answer, refusals included; null before the first. */
  serviceAheadMs(): number | null;
}

interface Sent {
  readonly answer: OpenAnswer;
  readonly pass: Pass;
}

const defaults = { patience: patient, headersTimeoutMs: 120_000, bodyTimeoutMs: 60_000, jsonCap: 64 * 1024 * 1024 };
const connectTimeoutMs = 15_000;
const mostSockets = 512;

/** Opens the transport to one Graph origin. Nothing is sent before the first request. */
export function openTransport(options: TransportOptions): GraphTransport {
  const settings = { ...defaults, ...options };
  const pool = new Pool(settings.origin, {
    connections: mostSockets,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    connect: { timeout: connectTimeoutMs },
  });
  let aheadMs: number | null = null;
  const seen = (facts: AnswerFacts): void => {
    if (facts.serviceTime !== null) aheadMs = facts.serviceTime.getTime() - settings.clock.now().getTime();
  };
  return {
    reader: (gate) => createReader({ pool, gate, seen }, settings),
    serviceAheadMs: () => aheadMs,
    async [Symbol.asyncDispose]() {
      await pool.destroy();
    },
  };
}

interface Wire {
  readonly pool: Pool;
  readonly gate: Gate;
  /** Told of every answer. */
  readonly seen: (facts: AnswerFacts) => void;
}

function createReader({ pool, gate, seen }: Wire, settings: typeof defaults & TransportOptions): GraphReader {
  const { clock } = settings;

  async function attempt(request: GraphRequest, token: string): Promise<OpenAnswer> {
    const clientRequestId = newId<string>();
    const answer = await exchange(pool, wireRequest(request, token, clientRequestId), clock);
    // A body that nobody reads to its end fails when it is closed; readers get that error from their own reading.
    answer.body.on('error', ignore);
    return answer;
  }

  function wireRequest(request: GraphRequest, token: string, clientRequestId: string): Parameters<typeof exchange>[1] {
    return {
      path: wirePath(settings.origin, request.target),
      clientRequestId,
      seen,
      signal: request.signal,
      headersTimeoutMs: settings.headersTimeoutMs,
      bodyTimeoutMs: settings.bodyTimeoutMs,
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

  /** Runs one attempt after another until `use` succeeds; `use` gets the open answer and owns its pass. */
  async function persist<Result>(request: GraphRequest, use: (sent: Sent) => Promise<Result>): Promise<Result> {
    const retrying = createRetrying(settings.patience, clock, randomFraction);
    let refused: string | undefined;
    for (let again: 'again' | undefined; ; again = 'again') {
      const pass = await gate.enter(request.signal, again);
      let token: string | undefined;
      let failure: Failure;
      try {
        token = await settings.tokens.token(request.signal, refused);
        return await use({ answer: await attempt(request, token), pass });
      } catch (error) {
        pass.release();
        if (!(error instanceof Failure) || request.giveUpOn?.(error) === true) throw error;
        failure = error;
      }
      if (token !== undefined && refused === undefined && failure.evidence.status === 401) {
        refused = token;
        continue;
      }
      const verdict = retrying.after(failure);
      if (verdict.kind === 'give-up') throw failure;
      if (verdict.kind === 'pause') gate.pause(verdict.until);
      else await clock.sleep(verdict.ms, request.signal);
    }
  }

  return {
    request: (request) =>
      persist(request, async ({ answer, pass }) => {
        const body = await readWhole(answer, request.signal, settings);
        pass.release();
        return { value: shaped(request.schema, parseJson(body), answer.facts), facts: answer.facts };
      }),
    download: (request) =>
      persist(request, async ({ answer, pass }) => {
        const parts = answer.body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
        const first = await next(parts, request.signal, clock);
        return streamed({ parts, first, pass, signal: request.signal, clock });
      }),
  };
}

async function readWhole(
  answer: OpenAnswer,
  signal: AbortSignal,
  settings: { jsonCap: number; clock: Clock },
): Promise<Buffer> {
  try {
    return await readCapped(answer.body, settings.jsonCap);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof Failure ? error : networkFailure(error, settings.clock.now());
  }
}

function shaped<Schema extends TSchema>(schema: Schema, value: unknown, facts: AnswerFacts): Static<Schema> {
  if (Value.Check(schema, value)) return value;
  const where = Value.Errors(schema, value)[0];
  throw new Failure(
    'malformed',
    `Graph answered in a shape we do not know${where === undefined ? '' : ` (at ${where.instancePath}: ${where.message})`}.`,
    {
      code: 'graph-answer-unexpected',
      fix: 'Report it with the request id.',
      evidence: { status: facts.status, ...(facts.requestId === null ? {} : { requestId: facts.requestId }) },
    },
  );
}

interface OpenStream {
  readonly parts: AsyncIterator<Uint8Array>;
  readonly first: IteratorResult<Uint8Array>;
  readonly pass: Pass;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

function streamed(open: OpenStream): AsyncIterable<Uint8Array> {
  const { parts, pass, signal, clock } = open;
  // An aborted stream that nobody reads any more must give its place back too.
  const release = (): void => {
    pass.release();
  };
  signal.addEventListener('abort', release, { once: true });

  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      for (let part = open.first; part.done !== true; part = await next(parts, signal, clock)) yield part.value;
    } finally {
      signal.removeEventListener('abort', release);
      await parts.return?.();
      release();
    }
  }
  if (open.first.done === true) release();
  return body();
}

async function next(
  parts: AsyncIterator<Uint8Array>,
  signal: AbortSignal,
  clock: Clock,
): Promise<IteratorResult<Uint8Array>> {
  try {
    return await parts.next();
  } catch (error) {
    signal.throwIfAborted();
    throw networkFailure(error, clock.now());
  }
}

function ignore(): undefined {
  return undefined;
}
