import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import swagger from '@fastify/swagger';
import fastify from 'fastify';
import type { Registry } from 'prom-client';
import { Failure } from '#evidence';
import { newId } from '#platform';
import type { App, Parts } from '../../parts.ts';
import { routes } from '../../routes.ts';
import { measureRequests } from '../../metrics.ts';
import { webApp } from '../../web-app/serve-web-app.ts';
import { guard } from './guard.ts';
import type { Listener } from './listener.ts';
import { description, operationsOnly } from './openapi.ts';
import { answerProblem } from '../problem.ts';
import { securityHeaders } from './security-headers.ts';
import { compileValidator } from './validator.ts';

/** The HTTP application with its routes behind the guard, answering on the listener. */
export async function buildApp(
  parts: Parts,
  of: {
    listener: Pick<Listener, 'server' | 'serve'>;
    trustedProxies: readonly string[];
    metrics: Registry;
    webFolder: string | null;
  },
): Promise<App> {
  const { trustedProxies } = of;
  const app: App = fastify({
    logger: false,
    genReqId: () => newId(),
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    serverFactory: (handler) => {
      of.listener.serve(handler);
      return of.listener.server;
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.decorate('clock', parts.clock);
  app.setValidatorCompiler(compileValidator);
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((thrown, request, reply) => answerProblem(thrown, request, reply));
  app.setNotFoundHandler((request, reply) => answerProblem(nothingThere(), request, reply));
  securityHeaders(app, parts);
  measureRequests(app, of.metrics);
  guard(app, parts);
  await app.register(swagger, { openapi: description(), transform: operationsOnly });
  await app.register((inner, _options, done) => {
    routes(inner, parts);
    done();
  });
  if (of.webFolder !== null) await webApp(app, of.webFolder);
  await app.ready();
  return app;
}

function nothingThere(): Failure {
  return new Failure('not-found', 'There is nothing at this address.', { code: 'no-such-address' });
}
