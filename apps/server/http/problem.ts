import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { asFailure, Failure, type FailureKind } from '#evidence';
import { logger } from '#platform';

/** RFC 9457, with our stable code and kind beside it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly kind: FailureKind;
  readonly fix?: string;
  readonly instance: string;
  /** Where in a query the mistake is, when there is one to point at. */
  readonly position?: number;
  readonly length?: number;
}

const statusOfKind: Readonly<Record<FailureKind, number>> = {
  'not-found': 404,
  denied: 403,
  throttled: 429,
  unavailable: 503,
  changed: 409,
  malformed: 400,
  conflict: 409,
  bug: 500,
};

const statusOfCode: Readonly<Record<string, number>> = { 'sign-in-needed': 401, 'not-this-host': 421 };

const titles: Readonly<Record<FailureKind, string>> = {
  'not-found': 'It is not there',
  denied: 'Not allowed',
  throttled: 'Too many requests',
  unavailable: 'Not available at the moment',
  changed: 'It has changed meanwhile',
  malformed: 'Not understood',
  conflict: 'It conflicts with something else',
  bug: 'An error of Chainmail',
};

/** Answers with a problem; what nobody expected goes to the log, and its text to nobody else. */
export function answerProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(thrown, request);
  const { until } = failureOf(thrown);
  if (until !== undefined) reply.header('retry-after', retryAfter(until, request));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem);
}

/** What was thrown, in the words of a problem. */
export function problemOf(thrown: unknown, request: FastifyRequest): Problem {
  const failure = failureOf(thrown);
  const isBug = failure.kind === 'bug';
  if (isBug) logger('server').error({ err: thrown, request: request.id }, 'a request failed');
  return {
    type: `/docs/errors#${failure.code}`,
    title: titles[failure.kind],
    status: statusOf(failure, thrown),
    detail: isBug ? 'Something went wrong in Chainmail; the log names it by the instance.' : failure.message,
    code: failure.code,
    kind: failure.kind,
    ...(failure.fix === undefined || isBug ? {} : { fix: failure.fix }),
    instance: `urn:uuid:${request.id}`,
    ...placeOf(thrown),
  };
}

function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const error = thrown as Partial<FastifyError>;
  if (error.validation !== undefined) return malformed(validationText(error));
  if (typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500)
    return malformed(String(error.message));
  return asFailure(thrown);
}

function malformed(detail: string): Failure {
  return new Failure('malformed', detail, {
    code: 'bad-request',
    fix: 'See the description of the operation at /api/v1/openapi.json.',
  });
}

/** Names the fields that are wrong, never what was in them. */
function validationText({ validation, validationContext }: Partial<FastifyError>): string {
  const wrong = (validation ?? []).map(({ instancePath, message }) => {
    const name = instancePath
      .split('/')
      .filter((part) => part !== '')
      .join('.');
    return `${name === '' ? 'it' : name} ${message ?? 'is wrong'}`;
  });
  const part = { params: 'address', querystring: 'query', headers: 'headers' }[String(validationContext)] ?? 'body';
  return `The ${part} of the request is not as it should be: ${[...new Set(wrong)].slice(0, 5).join('; ')}.`;
}

function statusOf(failure: Failure, thrown: unknown): number {
  const given = thrown instanceof Failure ? undefined : (thrown as { statusCode?: unknown }).statusCode;
  if (failure.code === 'bad-request' && typeof given === 'number') return given;
  return statusOfCode[failure.code] ?? statusOfKind[failure.kind];
}

function placeOf(thrown: unknown): { position?: number; length?: number } {
  const { position, length } = thrown as { position?: unknown; length?: unknown };
  return typeof position === 'number' && typeof length === 'number' ? { position, length } : {};
}

function retryAfter(until: number, request: FastifyRequest): string {
  return String(Math.max(1, Math.ceil((until - request.server.clock.now().getTime()) / 1000)));
}
