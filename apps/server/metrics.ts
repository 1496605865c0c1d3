import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { App } from './parts.ts';

/** What the server counts, for Prometheus; jobs and collections add their own. */
export function openMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'chainmail_' });
  return registry;
}

/** How long requests take, by operation and status. */
export function measureRequests(app: App, registry: Registry): void {
  const seconds = new Histogram({
    name: 'chainmail_http_request_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['operation', 'status'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const operation = request.routeOptions.schema?.operationId ?? 'none';
    seconds.observe({ operation, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
}
