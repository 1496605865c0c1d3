import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '#evidence';
import { systemClock } from '#platform';

/** How long answers that have begun may take to end once the server stops. */
const graceMs = 10_000;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** The socket people connect to. It is open before the routes are there, because they must know its port. */
export class Listener implements AsyncDisposable {
  readonly server: Server;
  #handler: Handler = answerStarting;

  private constructor() {
    this.server = createServer((request, response) => {
      this.#handler(request, response);
    });
  }

  /** Failure `conflict` when the port is taken, `denied` when it may not be used, `malformed` for a foreign address. */
  static async open({ host, port }: { host: string; port: number }): Promise<Listener> {
    const listener = new Listener();
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    listener.server.once('error', reject);
    listener.server.listen({ host, port }, () => {
      resolve(undefined);
    });
    try {
      await promise;
    } catch (error) {
      throw failureOf(error, `${host}:${String(port)}`);
    }
    return listener;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** From now on requests get real answers. */
  serve(handler: Handler): void {
    this.#handler = handler;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.server.close(() => {
      resolve(undefined);
    });
    this.server.closeIdleConnections();
    const grace = new AbortController();
    const late = systemClock.sleep(graceMs, grace.signal).then(
      () => {
        this.server.closeAllConnections();
      },
      () => undefined,
    );
    await promise;
    grace.abort();
    await late;
  }
}

function answerStarting(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain' }).end('Starting.\n');
}

function failureOf(error: unknown, where: string): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const fix = 'Give another with --port (0 takes a free one) or --host.';
  if (code === 'EADDRINUSE')
    return new Failure('conflict', `${where} is taken by another program.`, { code: 'port-taken', fix, cause: error });
  if (code === 'EACCES')
    return new Failure('denied', `This account may not listen on ${where}.`, {
      code: 'port-denied',
      fix,
      cause: error,
    });
  return new Failure('malformed', `The server cannot listen on ${where}: ${String(error)}`, {
    code: 'listen-address',
    fix,
    cause: error,
  });
}
