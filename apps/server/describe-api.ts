import { createServer } from 'node:http';
import { Registry } from 'prom-client';
import { buildApp } from './http/frame/build-app.ts';
import type { Parts } from './parts.ts';

/** The description of the API (OpenAPI 3.1), as the server gives it; nothing is opened for it. */
export async function describeApi(): Promise<unknown> {
  const app = await buildApp({} as Parts, {
    listener: { server: createServer(), serve: () => undefined },
    trustedProxies: [],
    webFolder: null,
    metrics: new Registry(),
  });
  return app.swagger();
}
