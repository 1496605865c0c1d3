import type { Reader } from '#platform';
import { foundItems, type Search } from '#search';
import { sql } from 'kysely';

export type Interval = 'day' | 'week' | 'month' | 'year';

export interface Histogram {
  /** As fine as fits into some four hundred bars. */
  readonly interval: Interval;
  /** UTC; bars without an item are left out. */
  readonly bars: readonly { readonly from: Date; readonly count: number }[];
  /** Items of which nobody knows when they were received. */
  readonly undated: number;
}

const dayMs = 86_400_000;

/** When found items were received. */
export async function histogram(reader: Reader, search: Search): Promise<Histogram> {
  const { rows: spans } = await sql<{ first: Date | null; last: Date | null; undated: number }>`
    select min(i.received_at) as first, max(i.received_at) as last,
      count(*) filter (where i.received_at is null)::integer as undated
    from ${foundItems(search)}`.execute(reader);
  const { first = null, last = null, undated = 0 } = spans[0] ?? {};
  if (first === null || last === null) return { interval: 'day', bars: [], undated };
  const interval = intervalOf((last.getTime() - first.getTime()) / dayMs);
  const { rows } = await sql<{ from: Date; count: number }>`
    select date_trunc(${interval}, i.received_at, 'UTC') as from, count(*)::integer as count
    from ${foundItems(search)} and i.received_at is not null
    group by 1 order by 1`.execute(reader);
  return { interval, bars: rows, undated };
}

function intervalOf(days: number): Interval {
  if (days <= 400) return 'day';
  if (days <= 2800) return 'week';
  return days <= 12_000 ? 'month' : 'year';
}
