import createClient from 'openapi-fetch';
import { ProblemError, problemFrom } from './problem.ts';
import type { operations, paths } from './schema.generated.ts';

/** The server's API, typed from its own description. The header shows the server that the request is ours. */
export const api = createClient<paths>({
  headers: { 'x-chainmail-csrf': '1' },
  credentials: 'same-origin',
  querySerializer: { array: { style: 'form', explode: true } },
});

type Answers<Name extends keyof operations> = operations[Name]['responses'];
type Json<Given> = Given extends { content: { 'application/json': infer Body } } ? Body : never;

/** What an operation answers when all is well. */
export type Answer<Name extends keyof operations> = {
  [Status in keyof Answers<Name>]: Status extends 200 | 201 | 202 ? Json<Answers<Name>[Status]> : never;
}[keyof Answers<Name>];

/** One row of an operation that lists. */
export type Row<Name extends keyof operations> = Answer<Name> extends { items: readonly (infer Item)[] } ? Item : never;

/** What an operation wants in its body. */
export type Body<Name extends keyof operations> =
  NonNullable<operations[Name]['requestBody']> extends {
    content: { 'application/json': infer Wanted };
  }
    ? Wanted
    : never;

/** The body of an answer. Throws `ProblemError`. */
export async function answer<Data>(
  asked: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Exclude<Data, undefined>> {
  const { data, error, response } = await asked;
  if (!response.ok) throw new ProblemError(problemFrom(error, response));
  return data as Exclude<Data, undefined>;
}

/** The part of a query that asks for a page of a list. */
export function pageAt(cursor: string | undefined, limit = 100): { limit: number; cursor?: string } {
  return cursor === undefined ? { limit } : { limit, cursor };
}
