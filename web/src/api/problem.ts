import type { components } from './schema.generated.ts';

export type Problem = components['schemas']['Problem'];

/** What the server said no with: its problem (RFC 9457), or one of ours when there was no answer at all. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** Any thrown thing as a problem that can be shown. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem;
  if (thrown instanceof TypeError && /fetch|network/i.test(thrown.message)) return unreachable;
  return {
    type: 'about:blank',
    title: 'An error of this page',
    status: 0,
    detail: thrown instanceof Error ? thrown.message : String(thrown),
    code: 'page-error',
    kind: 'bug',
    fix: 'Load the page again. If it comes back, tell whoever runs this server what you did.',
    instance: '',
  };
}

/** The body of a refusal: a problem, or whatever a proxy in between made of it. */
export function problemFrom(body: unknown, response: Response): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body && 'detail' in body) return body as Problem;
  return {
    type: 'about:blank',
    title: 'The answer was not understood',
    status: response.status,
    detail: `The server answered ${String(response.status)} ${response.statusText}.`,
    code: 'answer-not-understood',
    kind: 'unavailable',
    fix: 'Try again in a moment. If there is a proxy in front of Chainmail, look at its log.',
    instance: '',
  };
}

const unreachable: Problem = {
  type: 'about:blank',
  title: 'The server does not answer',
  status: 0,
  detail: 'Chainmail cannot be reached at the moment.',
  code: 'server-unreachable',
  kind: 'unavailable',
  fix: 'Check the network. What runs on the server goes on; this page finds it again.',
  instance: '',
};
