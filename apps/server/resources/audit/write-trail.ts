import type { Reader } from '#platform';
import { readTrail, type TrailEntry, type TrailFilter } from './store-trail.ts';

const pageSize = 1000;

/** The entries that match as the text of a file, page by page: a long trail is never held in memory. */
export async function* writeTrail(
  reader: Reader,
  filter: TrailFilter,
  format: 'csv' | 'jsonl',
): AsyncGenerator<string> {
  if (format === 'csv') yield 'seq,at,actor,action,subject,hash\r\n';
  for (let before = filter.before; ;) {
    const entries = await readTrail(reader, { ...filter, before }, pageSize);
    const last = entries.at(-1);
    if (last === undefined) return;
    yield entries.map((entry) => (format === 'csv' ? csvLine(entry) : jsonLine(entry))).join('');
    before = last.seq;
  }
}

function jsonLine({ at, ...entry }: TrailEntry): string {
  return `${JSON.stringify({ ...entry, at: at.toISOString() })}\n`;
}

function csvLine({ seq, at, actor, action, subject, hash }: TrailEntry): string {
  return `${[String(seq), at.toISOString(), actor, action, JSON.stringify(subject), hash].map(csvCell).join(',')}\r\n`;
}

/** RFC 4180; what a spreadsheet would take for a formula is made text. */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
