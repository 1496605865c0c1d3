import { Failure } from './failure.ts';

/** `[from, to)` in UTC; null is open on that side. */
export interface Window {
  readonly from: Date | null;
  readonly to: Date | null;
}

export const everything: Window = { from: null, to: null };

export interface WindowText {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** IANA zone that plain dates are read in; UTC by default. */
  readonly zone?: string | undefined;
}

const plainDate = /^(\d{4})-(\d{2})-(\d{2})$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The window a person asked for.
 * A plain date is a whole day in the zone: `to: 2026-01-31` includes the 31st. An instant is exact.
 * Failure `malformed` for dates that do not exist, unknown zones and windows that are empty.
 */
export function parseWindow(text: WindowText): Window {
  const zone = checkZone(text.zone ?? 'UTC');
  const from = text.from === undefined ? null : parseBound(text.from, zone, 0);
  const to = text.to === undefined ? null : parseBound(text.to, zone, 1);
  if (from !== null && to !== null && from.getTime() >= to.getTime()) {
    throw malformed(
      `The window is empty: ${from.toISOString()} is not before ${to.toISOString()}.`,
      'Give a --from that is before --to.',
    );
  }
  return { from, to };
}

/** Whether an instant lies in the window. */
export function isWithin(window: Window, at: Date): boolean {
  const time = at.getTime();
  return (window.from === null || time >= window.from.getTime()) && (window.to === null || time < window.to.getTime());
}

/** The window in words, for receipts and progress. */
export function describeWindow(window: Window): string {
  if (window.from === null && window.to === null) return 'all dates';
  if (window.from === null) return `before ${String(window.to?.toISOString())}`;
  if (window.to === null) return `from ${window.from.toISOString()}`;
  return `from ${window.from.toISOString()} to before ${window.to.toISOString()}`;
}

function parseBound(text: string, zone: string, plusDays: 0 | 1): Date {
  const parts = plainDate.exec(text);
  if (parts)
    return startOfDay({ year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) }, zone, plusDays);
  const at = new Date(text);
  if (instant.test(text) && !Number.isNaN(at.getTime())) return at;
  throw malformed(`"${text}" is not a date.`, 'Write 2026-01-31, or an exact instant such as 2026-01-31T09:30:00Z.');
}

function startOfDay(date: { year: number; month: number; day: number }, zone: string, plusDays: 0 | 1): Date {
  const asUtc = new Date(Date.UTC(date.year, date.month - 1, date.day));
  if (asUtc.getUTCMonth() !== date.month - 1 || asUtc.getUTCDate() !== date.day) {
    throw malformed(
      `There is no day ${[date.year, date.month, date.day].map((part) => String(part).padStart(2, '0')).join('-')}.`,
      'Check the month and the day.',
    );
  }
  const wall = asUtc.getTime() + plusDays * 86_400_000;
  return new Date(wallToInstant(wall, zone));
}

/**
 * The instant at which a zone's wall clock shows `wall` (given as if it were UTC).
 * Where that hour does not exist (clocks go forward at midnight) the first instant of the day is taken;
 * where it exists twice, the earlier one, so that no part of a day is left out.
 */
function wallToInstant(wall: number, zone: string): number {
  const candidates = [wall - 86_400_000, wall, wall + 86_400_000].map((near) => wall - offsetAt(near, zone));
  const exact = candidates.filter((at) => at + offsetAt(at, zone) === wall);
  if (exact.length > 0) return Math.min(...exact);
  let low = Math.min(...candidates);
  let high = Math.max(...candidates);
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (middle + offsetAt(middle, zone) < wall) low = middle;
    else high = middle;
  }
  return high;
}

function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at);
  const read = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
  return wall - Math.floor(at / 1000) * 1000;
}

function checkZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return zone;
  } catch (cause) {
    throw new Failure('malformed', `"${zone}" is not a time zone.`, {
      code: 'unknown-zone',
      fix: 'Use an IANA name such as Europe/Berlin or America/New_York, or UTC.',
      cause,
    });
  }
}

function malformed(message: string, fix: string): Failure {
  return new Failure('malformed', message, { code: 'bad-window', fix });
}
