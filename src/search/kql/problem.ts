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

/** The failure of a query that is not understood, for whoever can show its place. */
export class QueryFailure extends Failure {
  /** Index of the first character that is wrong; the end of the query where something is missing. */
  readonly position: number;
  readonly length: number;

  constructor(message: string, { at, length, fix }: Problem) {
    super('malformed', message, { code: 'bad-query', fix });
    this.position = at;
    this.length = length;
  }
}

/** The problem as the failure `malformed`, with its place: characters are counted from 1. */
export function failureOf(query: string, problem: Problem): QueryFailure {
  const wrong = query.slice(problem.at, problem.at + problem.length);
  const place = wrong === '' ? 'at the end of the query' : `at character ${String(problem.at + 1)}, "${wrong}"`;
  return new QueryFailure(`${problem.cause} (${place})`, problem);
}
