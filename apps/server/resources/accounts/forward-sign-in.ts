import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '#evidence';
import type { Parts } from '../../parts.ts';
import { headersOf } from '../../http/frame/guard.ts';

/** What the accounts library answered: its cookies are set on our answer already, its body is for us alone. */
export interface AccountsAnswer {
  readonly body: Readonly<Record<string, unknown>>;
  /** Where it wants the browser to go; null when nowhere. */
  readonly location: string | null;
  /** The cookies it set, as the browser will send them back. */
  readonly cookies: string;
}

/**
 * Hands one request to the accounts library under its own path, and takes its cookies over. The body that comes back
 * may hold a session's token: routes pick from it what the browser needs, and nothing else.
 *
 * Failures: `denied`, `throttled`, `malformed`, `not-found`, in the words of ours where there are any.
 */
export async function forwardSignIn(
  parts: Parts,
  of: { request: FastifyRequest; reply: FastifyReply; path: string; body?: unknown },
): Promise<AccountsAnswer> {
  const { request, reply } = of;
  const headers = headersOf(request);
  headers.delete('content-length');
  const isRead = request.method === 'GET';
  if (!isRead) headers.set('content-type', 'application/json');
  const url = new URL(`/api/auth${of.path}`, parts.origins.main);
  const answer = await parts.accounts.handle(
    new Request(url, { method: request.method, headers, ...(isRead ? {} : { body: JSON.stringify(of.body ?? {}) }) }),
  );
  const cookies = answer.headers.getSetCookie();
  for (const cookie of cookies) reply.header('set-cookie', cookie);
  const body = await bodyOf(answer);
  if (answer.status >= 400) throw refusal(answer.status, body);
  return {
    body,
    location: answer.headers.get('location'),
    cookies: cookies.map((cookie) => cookie.split(';')[0]).join('; '),
  };
}

async function bodyOf(answer: Response): Promise<Record<string, unknown>> {
  const text = await answer.text();
  if (!(answer.headers.get('content-type') ?? '').includes('json') || text === '') return {};
  const body: unknown = JSON.parse(text);
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

/** The refusals people meet, in our words. */
const refusals: Readonly<Record<string, readonly [code: string, message: string, fix: string]>> = {
  INVALID_EMAIL_OR_PASSWORD: [
    'sign-in-refused',
    'The address or the password is not right.',
    'Try again, or ask an administrator for a new temporary password.',
  ],
  FAILED_TO_CREATE_SESSION: ['account-disabled', 'This account is disabled.', 'Ask an administrator.'],
  INVALID_PASSWORD: ['password-wrong', 'The password is not right.', 'Type the password you sign in with.'],
  INVALID_CODE: ['two-factor-code-wrong', 'The code is not right.', 'Type the code the app shows now.'],
  INVALID_BACKUP_CODE: ['two-factor-code-wrong', 'The code is not right.', 'Each backup code works once.'],
  INVALID_TWO_FACTOR_COOKIE: [
    'two-factor-over',
    'This sign-in took too long, or was tried too often.',
    'Sign in again from the start.',
  ],
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: [
    'two-factor-over',
    'This sign-in took too long, or was tried too often.',
    'Sign in again from the start.',
  ],
  ACCOUNT_TEMPORARILY_LOCKED: [
    'two-factor-locked',
    'There were too many wrong codes; the account is locked for a quarter of an hour.',
    'Wait, or ask an administrator.',
  ],
};

function refusal(status: number, body: Readonly<Record<string, unknown>>): Failure {
  const providerCode = typeof body['code'] === 'string' ? body['code'] : 'unknown';
  const [code, message, fix] = refusals[providerCode] ?? [
    'sign-in-refused',
    `The sign-in was refused: ${typeof body['message'] === 'string' ? body['message'] : providerCode}.`,
    'Sign in again from the start.',
  ];
  return new Failure(kindOf(status), message, { code, fix });
}

function kindOf(status: number): 'malformed' | 'not-found' | 'throttled' | 'bug' | 'denied' {
  if (status >= 500) return 'bug';
  if (status === 404) return 'not-found';
  return status === 429 ? 'throttled' : 'denied';
}
