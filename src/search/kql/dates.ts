/** Half-open: from the first instant to the first one after. */
export interface Interval {
  readonly from: Date;
  readonly to: Date;
}

/** Intervals that are told by the day the query is asked, in UTC; weeks begin on Monday. */
export const relativeDates = [
  'today',
  'yesterday',
  'this week',
  'last week',
  'this month',
  'last month',
  'this year',
  'last year',
] as const;

type RelativeDate = (typeof relativeDates)[number];

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const instantPattern = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?Z?$/;
const dayMs = 86_400_000;

/**
 * The time a date value covers: a plain date and a relative date whole days, an instant its second (or, with a
 * fraction, its millisecond). All in UTC, as KQL has it. Null when it is none of them.
 */
export function intervalOf(text: string, now: Date): Interval | null {
  const relative = text.trim().toLowerCase().replace(/\s+/g, ' ') as RelativeDate;
  if (relativeDates.includes(relative)) return relativeInterval(relative, now);
  const day = dayPattern.exec(text);
  if (day !== null) return wholeDay(Number(day[1]), Number(day[2]), Number(day[3]));
  return instantInterval(text);
}

function wholeDay(year: number, month: number, day: number): Interval | null {
  const from = new Date(Date.UTC(year, month - 1, day));
  from.setUTCFullYear(year);
  const exists = from.getUTCMonth() === month - 1 && from.getUTCDate() === day;
  return exists ? { from, to: new Date(from.getTime() + dayMs) } : null;
}

function instantInterval(text: string): Interval | null {
  const found = instantPattern.exec(text);
  if (found === null) return null;
  const [, day = '', hour = '', minute = '', second = '', fraction] = found;
  const milliseconds = (fraction ?? '').padEnd(3, '0').slice(0, 3);
  const from = new Date(`${day}T${hour}:${minute}:${second}.${milliseconds}Z`);
  const isReal = !Number.isNaN(from.getTime()) && from.toISOString().startsWith(day);
  return isReal ? { from, to: new Date(from.getTime() + (fraction === undefined ? 1000 : 1)) } : null;
}

function relativeInterval(name: RelativeDate, now: Date): Interval {
  const [year, month, date] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const days = (first: number, count: number): Interval => ({
    from: new Date(Date.UTC(year, month, first)),
    to: new Date(Date.UTC(year, month, first + count)),
  });
  const months = (first: number, count: number): Interval => ({
    from: new Date(Date.UTC(year, first)),
    to: new Date(Date.UTC(year, first + count)),
  });
  const monday = date - ((now.getUTCDay() + 6) % 7);
  switch (name) {
    case 'today':
      return days(date, 1);
    case 'yesterday':
      return days(date - 1, 1);
    case 'this week':
      return days(monday, 7);
    case 'last week':
      return days(monday - 7, 7);
    case 'this month':
      return months(month, 1);
    case 'last month':
      return months(month - 1, 1);
    case 'this year':
      return months(0, 12);
    case 'last year':
      return months(-12, 12);
  }
}
