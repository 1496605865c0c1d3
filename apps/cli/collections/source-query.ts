import type { SourceQuery } from '#collector';
import { Failure } from '#evidence';

/**
 * A query for the search of the service, which takes KQL itself and judges it.
 * Failure `malformed` for a query that asks for nothing.
 */
export function sourceQuery(text: string): SourceQuery {
  const search = text.trim();
  if (search !== '') return { text: search, search };
  throw new Failure('malformed', 'The query asks for nothing.', {
    code: 'query-empty',
    fix: 'Leave --query out to collect everything.',
  });
}
