import type { TSchema, Static } from 'typebox';
import { Pool } from 'undici';
import { Compile, type Validator } from 'typebox/compile';
import { Failure } from '#evidence';
import type { Clock } from '#platform';
import { openStream, parseJson, readCapped, readWhole } from './answers/answer-body.ts';
import type { AnswerFacts } from './exchange.ts';
import type { Gate } from './gate.ts';
import type { GraphRequest, TokenSource, Wire } from './persist.ts';
import { persist } from './persist.ts';
import { isStrayBytes } from './network-failure.ts';
import type { Patience } from './retry.ts';
import { patient } from './retry.ts';

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

type Settings = typeof defaults & TransportOptions;

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
  let strayBytes = 0;
  pool.on('disconnect', (_origin, _targets, error) => {
    if (isStrayBytes(error)) strayBytes += 1;
  });
  return {
    reader: (gate) => createReader({ ...settings, pool, gate, seen, strayBytes: () => strayBytes }, settings),
    serviceAheadMs: () => aheadMs,
    async [Symbol.asyncDispose]() {
      await pool.destroy();
    },
  };
}

function createReader(wire: Wire, settings: Settings): GraphReader {
  const { clock, jsonCap } = settings;
  return {
    request: (request) =>
      persist(wire, request, async ({ answer, pass, sawStrayBytes }) => {
        const { declaresLength } = answer.facts;
        const reading = { signal: request.signal, clock, declaresLength, sawStrayBytes };
        const body = await readWhole(answer.body, { ...reading, cap: jsonCap });
        pass.release();
        return { value: shaped(request.schema, parseJson(body), answer.facts), facts: answer.facts };
      }),
    download: (request) =>
      persist(wire, request, async ({ answer, pass, sawStrayBytes }) => {
        const { declaresLength } = answer.facts;
        const type = answer.facts.contentType ?? '';
        if (request.refusedTypes?.test(type) === true) {
          await readCapped(answer.body, refusedCap);
          throw notTheResource(type, answer.facts);
        }
        return openStream(answer.body, { signal: request.signal, clock, pass, declaresLength, sawStrayBytes });
      }),
  };
}

const refusedCap = 1024 * 1024;

/** A proxy's or gateway's page, sent as if it were what was asked for. */
function notTheResource(type: string, { status, requestId }: AnswerFacts): Failure {
  return new Failure('unavailable', `The service answered with a page of the type ${type} in place of the bytes.`, {
    code: 'graph-page-in-place-of-bytes',
    fix: 'Look for a proxy between this machine and the service that shows pages of its own; Chainmail tries again.',
    evidence: { status, ...(requestId === null ? {} : { requestId }) },
  });
}

/** Compiled shapes, by schema: pages hold hundreds of entries. Schemas are constants of their modules. */
const compiled = new WeakMap<TSchema, Validator>();

function validatorOf(schema: TSchema): Validator {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = Compile(schema);
  compiled.set(schema, made);
  return made;
}

function shaped<Schema extends TSchema>(schema: Schema, value: unknown, facts: AnswerFacts): Static<Schema> {
  const validator = validatorOf(schema);
  if (validator.Check(value)) return value as Static<Schema>;
  const where = validator.Errors(value)[0];
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
