import type { MatterId } from '#evidence';
import type { Reader } from '#platform';
import { narrowSearch, parseKql, prepareSearch, type Expression, type Search } from '#search';
import type { Filters } from './filters.ts';
import { filterCondition } from './store-filters.ts';

/** What a reviewer looks for in one matter. */
export interface ReviewQuery {
  readonly matter: MatterId;
  /** In KQL; empty: everything. */
  readonly text: string;
  readonly filters: Filters;
  readonly now: Date;
}

/**
 * A query and filters as one search, within one matter. What could not be read can be found by what is known without
 * it: mailbox, custodian, folder, time, tags.
 * Failure `malformed`: a `QueryFailure`, which tells the place.
 */
export async function reviewSearch(reader: Reader, { matter, text, filters, now }: ReviewQuery): Promise<Search> {
  const expression: Expression = text.trim() === '' ? { kind: 'everything' } : parseKql(text);
  const search = await prepareSearch(reader, { expression, matters: [matter], now });
  const { duplicates = 'show' } = filters;
  return narrowSearch(search, {
    condition: filterCondition(filters),
    isUnreadIncluded: true,
    ...(duplicates === 'show' ? {} : { distinct: duplicates === 'hide' ? 'of-all' : 'of-custodian' }),
  });
}
