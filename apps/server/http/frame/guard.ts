import type { FastifyRequest, RouteOptions } from 'fastify';
import { callerOfSession, callerOfToken, decide, isUseNews, recordUse, type AccessRule, type Caller } from '#access';
import { matterExists } from '#catalogue';
import { Failure, type MatterId } from '#evidence';
import { accessTable } from '../../access-table.ts';
import type { App, Parts } from '../../parts.ts';
import { refuseForeignHost, refuseForeignOrigin } from './origins.ts';

const rules: Readonly<Record<string, AccessRule | undefined>> = accessTable;
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Stands before every route: finds out who asks, and lets the access table decide. A route without a row does not start.
 */
export function guard(app: App, parts: Parts): void {
  app.decorateRequest('caller', null);
  app.addHook('onRoute', requireRow);
  app.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const operation = operationOf(request);
    if (!hostless.has(operation)) refuseForeignHost(parts.origins, request);
    const rule = rules[operation];
    if (rule === undefined) throw refused('denied');
    const isToken = request.headers.authorization !== undefined;
    if (!safeMethods.has(request.method) && !isToken) refuseForeignOrigin(parts.origins, request);
    if (isOpenHere(rule, parts)) return;
    const caller = rule.who === 'anybody' ? null : await findCaller(parts, request);
    const decision = caller === null ? decide(rule, null, null) : decide(rule, caller, await matterOf(parts, request));
    if (decision !== 'allowed') throw refused(decision);
    request.caller = caller;
  });
}

function isOpenHere(rule: AccessRule, { origins }: Parts): boolean {
  return rule.who === 'roles' && rule.openLocally === true && !origins.isPublic;
}

/** What is asked by address from within a container or a cluster. */
const hostless: ReadonlySet<string> = new Set(['readHealth', 'readReadiness', 'readMetrics']);

/** Who asks; only for routes that are not open to anybody. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller !== null) return request.caller;
  throw new Failure('bug', 'A route that is open to anybody asks who is there.', { code: 'no-caller' });
}

function operationOf(request: FastifyRequest): string {
  return request.routeOptions.schema?.operationId ?? '';
}

function requireRow(route: RouteOptions): void {
  const operation = route.schema?.operationId;
  if (operation !== undefined && rules[operation] !== undefined) return;
  throw new Failure('bug', `The route ${String(route.method)} ${route.url} has no row in the access table.`, {
    code: 'route-without-row',
  });
}

/** Who asks, by token or by cookie; null when it is nobody we know. */
export async function findCaller(parts: Parts, request: FastifyRequest): Promise<Caller | null> {
  const { reader } = parts.database;
  const { authorization } = request.headers;
  if (authorization !== undefined) return findTokenCaller(parts, authorization);
  const session = await parts.accounts.session(headersOf(request));
  return session === null ? null : callerOfSession(reader, session);
}

async function findTokenCaller({ database, clock }: Parts, authorization: string): Promise<Caller | null> {
  const now = clock.now();
  const text = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1];
  const caller = text === undefined ? null : await callerOfToken(database.reader, text, now);
  if (caller?.by.kind === 'token' && isUseNews(caller, now)) {
    const { token } = caller.by;
    await database.transaction((tx) => recordUse(tx, token, now));
  }
  return caller;
}

/** The request's headers, with the address of whoever sent it as the server knows it. */
export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  headers.set('x-chainmail-address', request.ip);
  return headers;
}

/** The matter a request is about. Failure `not-found` where there is no such thing, in the words of a hidden one. */
async function matterOf({ database }: Parts, request: FastifyRequest): Promise<MatterId | null> {
  const find = request.routeOptions.config.matterOf;
  if (find !== undefined) return find(request);
  const { matter } = request.params as { matter?: string };
  if (matter === undefined) return null;
  if (!uuid.test(matter) || !(await matterExists(database.reader, matter as MatterId))) throw refused('hidden');
  return matter as MatterId;
}

function refused(decision: Exclude<ReturnType<typeof decide>, 'allowed'>): Failure {
  switch (decision) {
    case 'sign-in':
      return new Failure('denied', 'Nobody is signed in.', { code: 'sign-in-needed', fix: 'Sign in.' });
    case 'change-password':
      return new Failure('denied', 'The temporary password must be changed first.', {
        code: 'password-change-needed',
        fix: 'Choose a password of your own.',
      });
    case 'out-of-scope':
      return new Failure('denied', 'The token was not made for this.', {
        code: 'token-scope',
        fix: 'Make a token with the scope it needs; some things can only be done in the browser.',
      });
    case 'hidden':
      return new Failure('not-found', 'There is no such matter.', { code: 'no-matter' });
    case 'denied':
      return new Failure('denied', 'You may not do this.', {
        code: 'not-allowed',
        fix: 'Ask an administrator, or the case manager of the matter, for the role it takes.',
      });
  }
}
