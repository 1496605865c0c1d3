import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { Registry } from 'prom-client';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Accounts, Caller, SignInLimit } from '#access';
import type { MatterId } from '#evidence';
import type { Clock, Database } from '#platform';
import type { Instance } from '../workbench/compose.ts';
import type { JobQueue } from './jobs/job-queue.ts';
import type { Origins } from './http/frame/origins.ts';

/** What every route works with; the composition root makes it once. */
export interface Parts {
  readonly instance: Instance;
  readonly database: Database;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly origins: Origins;
  readonly signInLimit: SignInLimit;
  /** What the server does by itself. */
  readonly jobs: Pick<JobQueue, 'ask'>;
  readonly metrics: Registry;
  /** What the first administrator must know; null where only people at this machine can reach the server. */
  readonly setUpCode: string | null;
  /** Aborted when the server stops: streams and work end at their next checkpoint. */
  readonly stopping: AbortSignal;
}

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module 'fastify' {
  interface FastifyInstance {
    clock: Clock;
  }
  interface FastifyRequest {
    /** Who asks; null on routes that are open to anybody. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** The matter a request is about, where its path does not say `{matter}`. Null: there is no such thing. */
    matterOf?: (request: FastifyRequest) => Promise<MatterId | null>;
  }
  interface FastifySchema {
    operationId?: string;
    summary?: string;
    description?: string;
    tags?: readonly string[];
  }
}
