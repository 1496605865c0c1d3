import { readFile } from 'node:fs/promises';
import Type from 'typebox';
import { hasPeople } from '#access';
import { Failure } from '#evidence';
import type { App, Parts } from '../parts.ts';

const errorsPage = new URL('../../../docs/reference/errors.md', import.meta.url);

/** Whether the server is up, and the pages that describe it. */
export function healthRoutes(app: App, parts: Parts): void {
  const Ok = Type.Object({ ok: Type.Boolean() });
  app.get('/healthz', { schema: { operationId: 'readHealth', response: { 200: Ok } } }, () => ({ ok: true }));
  app.get('/readyz', { schema: { operationId: 'readReadiness', response: { 200: Ok } } }, async () => {
    if (parts.stopping.aborted) throw new Failure('unavailable', 'The server stops.', { code: 'server-stopping' });
    await hasPeople(parts.database.reader);
    return { ok: true };
  });
  app.get(
    '/api/v1/openapi.json',
    { schema: { operationId: 'readOpenApi', summary: 'This description' } },
    (_request, reply) => reply.type('application/json').send(app.swagger()),
  );
  app.get('/docs/errors', { schema: { operationId: 'readErrorsPage' } }, async (_request, reply) =>
    reply.type('text/markdown; charset=utf-8').send(await readFile(errorsPage, 'utf8')),
  );
}
