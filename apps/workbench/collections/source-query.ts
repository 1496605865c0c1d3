import type { SourceQuery } from '#collector';
import { Failure } from '#evidence';
import { toGraphSearch, type Expression } from '#search';

/**
 * A query as the search of the service takes it.
 * Failure `malformed`: it holds something the service cannot be asked for; nothing is left out in silence.
 */
export function sourceQuery(text: string, expression: Expression, now: Date): SourceQuery {
  const translated = toGraphSearch(expression, now);
  if ('search' in translated) return { text, search: translated.search };
  const parts = translated.inexpressible.map(({ part, reason }) => `${part}: ${reason}`);
  throw new Failure('malformed', `The service cannot be asked for this query. ${parts.join('; ')}.`, {
    code: 'query-inexpressible',
    fix: 'Leave these parts out, collect more, and search what was collected with the whole query.',
  });
}
