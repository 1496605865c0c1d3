/**
 * The time a Retry-After header names, in milliseconds since the epoch; null when there is none or it is nonsense.
 * Seconds (also with a fraction) or an HTTP date. Source: RFC 9110, 10.2.3.
 */
export function retryAfter(header: string | undefined, now: Date): number | null {
  const text = header?.trim() ?? '';
  if (text === '') return null;
  if (/^\d+(\.\d+)?$/.test(text)) return now.getTime() + Math.ceil(Number(text) * 1000);
  const date = /[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(date, now.getTime());
}

/** Full jitter: anything up to a limit that doubles with each attempt (0, 1, 2 …). */
export function backoff(attempt: number, options: { baseMs: number; capMs: number; random: () => number }): number {
  return Math.round(Math.min(options.capMs, options.baseMs * 2 ** attempt) * options.random());
}
