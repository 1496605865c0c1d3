import fastifyStatic from '@fastify/static';
import { Failure } from '#evidence';
import type { App } from '../parts.ts';

/**
 * Serves the browser application: its files by their names, and its first page for every other address that is not of
 * the API, so that a page can be opened by its own address. Files whose name has their hash in it are kept for good.
 */
export async function webApp(app: App, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    index: false,
    dotfiles: 'deny',
  });
  app.get('/*', { schema: { operationId: 'readWebApp' }, exposeHeadRoute: true }, (request, reply) => {
    const [path = '/'] = request.url.split('?', 1);
    if (path.startsWith('/api/') || path.startsWith('/docs/')) {
      throw new Failure('not-found', 'There is nothing at this address.', { code: 'no-such-address' });
    }
    const isFile = /^\/(assets\/[\w.-]+|[\w-]+\.(js|svg))$/.test(path);
    reply.header('cache-control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    return reply.sendFile(isFile ? path : 'index.html');
  });
}
