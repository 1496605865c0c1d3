import { stripComments } from './parameters.ts';

export type DateNote = 'date-invalid' | 'date-out-of-range' | 'date-zone-unknown';

export interface ParsedDate {
  readonly at: Date | null;
  readonly note: DateNote | null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** RFC 5322, 4.3. */
const zoneHours: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  edt: -4,
  est: -5,
  cdt: -5,
  cst: -6,
  mdt: -6,
  mst: -7,
  pdt: -7,
  pst: -8,
};

const time = String.raw`(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:[.,]\d{1,9})?)?`;
const internet = new RegExp(
  String.raw`^(?:[a-z]{2,12}\.?,?\s*)?(\d{1,2})[\s-]+([a-z]{3})[a-z]{0,6}\.?[\s-]+(\d{2,4}),?\s+${time}\s*(.*)$`,
  'i',
);
const asctime = new RegExp(
  String.raw`^(?:[a-z]{2,12}\.?,?\s+)?([a-z]{3})[a-z]{0,6}\s+(\d{1,2}),?\s+${time}\s+(?:([a-z]{1,5})\s+)?(\d{4})\s*(.*)$`,
  'i',
);
const iso = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})[T ]${time}\s*(.*)$`, 'i');

/** Before mail had dates like these, and far beyond any clock that is merely wrong. */
const earliest = Date.UTC(1970, 0, 1);
const latest = Date.UTC(2100, 0, 1);

/** Minutes; no place on earth is further from UTC, though some senders claim to be. */
const widestZone = 14 * 60;

interface Parts {
  readonly year: string | undefined;
  readonly month: number;
  readonly day: string | undefined;
  readonly hour: string | undefined;
  readonly minute: string | undefined;
  readonly second: string | undefined;
  readonly zone: string;
}

/**
 * A date of a mail header: RFC 5322 with its obsolete forms, and the asctime and ISO 8601 forms senders use.
 * Laws: never throws; a date that does not exist, or outside 1970 to 2099, is null with a note; an unknown or missing
 * zone is UTC with a note; a zone beyond ±14 hours is taken at its word, with the same note.
 */
export function parseDate(unfolded: string): ParsedDate {
  const text = unfolded.slice(0, 200);
  const parts = readParts(stripComments(text).trim());
  if (parts === null) return { at: null, note: 'date-invalid' };
  const wall = wallTime(parts);
  if (wall === null) return { at: null, note: 'date-invalid' };
  const zone = parts.zone === '' ? (/\(([^()]{1,8})\)/.exec(text)?.[1] ?? '') : parts.zone;
  const offset = zoneOffset(zone);
  const at = wall - (offset ?? 0) * 60_000;
  if (at < earliest || at >= latest) return { at: null, note: 'date-out-of-range' };
  const isDoubtful = offset === null || Math.abs(offset) > widestZone;
  return { at: new Date(at), note: isDoubtful ? 'date-zone-unknown' : null };
}

function readParts(text: string): Parts | null {
  const a = internet.exec(text);
  if (a)
    return {
      day: a[1],
      month: monthNumber(a[2]),
      year: a[3],
      hour: a[4],
      minute: a[5],
      second: a[6],
      zone: a[7] ?? '',
    };
  const b = asctime.exec(text);
  if (b)
    return {
      month: monthNumber(b[1]),
      day: b[2],
      hour: b[3],
      minute: b[4],
      second: b[5],
      year: b[7],
      zone: b[6] ?? b[8] ?? '',
    };
  const c = iso.exec(text);
  if (c)
    return { year: c[1], month: Number(c[2]) - 1, day: c[3], hour: c[4], minute: c[5], second: c[6], zone: c[7] ?? '' };
  return null;
}

function monthNumber(name: string | undefined): number {
  return months.indexOf((name ?? '').toLowerCase());
}

function wallTime(parts: Parts): number | null {
  const day = Number(parts.day);
  const hour = Number(parts.hour);
  const minute = Number(parts.minute);
  const second = Math.min(Number(parts.second ?? 0), 59);
  const year = fullYear(parts.year ?? '');
  if (parts.month < 0 || hour > 23 || minute > 59 || Number(parts.second ?? 0) > 60) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, parts.month, day);
  date.setUTCHours(hour, minute, second);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === parts.month && date.getUTCDate() === day;
  return exists ? date.getTime() : null;
}

/** Years of two and three digits by RFC 5322, 4.3. */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return text.length === 3 ? 1900 + year : year;
}

/** Minutes east of UTC; null when the zone is missing or unknown. `-0000` is UTC (RFC 5322, 3.3). */
function zoneOffset(zone: string): number | null {
  const numeric = /^(?:gmt|utc|ut)?\s*([+-])(\d{2}):?(\d{2})\b/i.exec(zone);
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
    if (minutes >= 24 * 60) return null;
    return numeric[1] === '-' ? -minutes : minutes;
  }
  const hours = zoneHours[/^[a-z]{1,5}/i.exec(zone)?.[0].toLowerCase() ?? ''];
  return hours === undefined ? null : hours * 60;
}
