/** A span of time a date names, `[from, to)` in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const day = 86_400_000;
const second = 1000;

/**
 * The span that a date of KQL names: an instant is its second, a plain date its whole day (UTC), and
 * `today`, `yesterday`, `this week`, `last month` … what they are at `now`. Undefined for what is no date.
 */
export function spanOf(text: string, now: number): Span | undefined {
  const plain = text.trim();
  const named = namedSpan(plain.toLowerCase(), now);
  if (named !== undefined) return named;
  const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(plain);
  if (iso !== null) {
    const clock = iso[1];
    const from = Date.parse(clock === undefined || /(?:Z|[+-]\d{2}:\d{2})$/.test(clock) ? plain : `${plain}Z`);
    return Number.isNaN(from) ? undefined : { from, to: from + (clock === undefined ? day : second) };
  }
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(plain);
  if (american === null) return undefined;
  const from = Date.UTC(Number(american[3]), Number(american[1]) - 1, Number(american[2]));
  return { from, to: from + day };
}

function namedSpan(name: string, now: number): Span | undefined {
  const today = Math.floor(now / day) * day;
  const date = new Date(today);
  // Weeks begin on Sunday.
  const week = today - date.getUTCDay() * day;
  const month = (offset: number): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset);
  const year = (offset: number): number => Date.UTC(date.getUTCFullYear() + offset, 0);
  switch (name) {
    case 'today':
      return { from: today, to: today + day };
    case 'yesterday':
      return { from: today - day, to: today };
    case 'this week':
      return { from: week, to: week + 7 * day };
    case 'last week':
      return { from: week - 7 * day, to: week };
    case 'this month':
      return { from: month(0), to: month(1) };
    case 'last month':
      return { from: month(-1), to: month(0) };
    case 'this year':
      return { from: year(0), to: year(1) };
    case 'last year':
      return { from: year(-1), to: year(0) };
    default:
      return undefined;
  }
}
