import type { App, Parts } from '../parts.ts';

/** Numbers for Prometheus. They tell how much is done here, and so are not for everybody. */
export function metricsRoutes(app: App, parts: Parts): void {
  app.get('/metrics', { schema: { operationId: 'readMetrics' } }, async (_request, reply) =>
    reply.type(parts.metrics.contentType).send(await parts.metrics.metrics()),
  );
}
