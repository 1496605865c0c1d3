import { Failure } from '#evidence';

/** What is wrong with a query, and where. */
export interface Problem {
  /** Index of the first character that is wrong; the end of the query where something is missing. */
  readonly at: number;
  readonly length: number;
  readonly cause: string;
  readonly fix: string;
}

/** Thrown inside the reading of a query only. */
export class QueryProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.cause);
    this.name = 'QueryProblem';
    this.problem = problem;
  }
}

/** The problem as the failure `malformed`, with its place: characters are counted from 1. */
export function failureOf(query: string, problem: Problem): Failure {
  const wrong = query.slice(problem.at, problem.at + problem.length);
  const place = wrong === '' ? 'at the end of the query' : `at character ${String(problem.at + 1)}, "${wrong}"`;
  return new Failure('malformed', `${problem.cause} (${place})`, { code: 'bad-query', fix: problem.fix });
}
