import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

export type Handle = (request: IncomingMessage, response: ServerResponse, requestId: string) => Promise<void>;

/**
 * Listens on loopback. A handler that throws answers 500 when it still can, and the error goes to `onError`.
 * Errors: the system's own when the port is taken.
 */
export async function listen(port: number, handle: Handle, onError: (error: unknown) => void): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: 65_000, noDelay: true }, (request, response) => {
    const requestId = randomUUID();
    handle(request, response, requestId).catch((error: unknown) => {
      if (!response.destroyed && !response.headersSent) {
        response.writeHead(500, { 'Content-Type': 'application/json', 'request-id': requestId });
        response.end(
          JSON.stringify({
            error: {
              code: 'generalException',
              message: 'The simulated tenant failed.',
              innerError: { 'request-id': requestId },
            },
          }),
        );
      } else {
        response.destroy();
      }
      if (!isClientGone(error)) onError(error);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: bound } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(bound)}`, close: () => closed(server) };
}

function isClientGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')
  );
}

async function closed(server: Server): Promise<void> {
  const done = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  const abrupt = new AbortController();
  const cut = wait(200, undefined, { signal: abrupt.signal }).then(
    () => {
      server.closeAllConnections();
    },
    () => undefined,
  );
  await done;
  abrupt.abort();
  await cut;
}
