import { normaliseLineEnds } from '../text/clean-text.ts';
import { DocumentFault, type DocumentFile } from './document.ts';
import { addLine, type Extraction } from './extraction.ts';
import { decodeText } from './plain-text.ts';

/** Properties of iCalendar (RFC 5545) that say something to a reader, and the word each is shown under. */
const shown: ReadonlyMap<string, string> = new Map([
  ['SUMMARY', ''],
  ['DTSTART', 'Start'],
  ['DTEND', 'End'],
  ['DUE', 'Due'],
  ['LOCATION', 'Location'],
  ['ORGANIZER', 'Organizer'],
  ['ATTENDEE', 'Attendee'],
  ['DESCRIPTION', ''],
  ['COMMENT', ''],
  ['CATEGORIES', 'Categories'],
  ['RRULE', 'Recurrence'],
  ['STATUS', 'Status'],
  ['METHOD', 'Method'],
  ['URL', ''],
  ['CONTACT', 'Contact'],
  ['ATTACH', ''],
]);
const spoken = new Set(['VEVENT', 'VTODO', 'VJOURNAL', 'VFREEBUSY']);

/**
 * Meetings and tasks, one property a line; time zones, alarms and attached bytes are not text.
 * DocumentFault `corrupt`, after everything was read, when something is open at the end.
 */
export function readCalendar(extraction: Extraction, file: DocumentFile): void {
  const text = normaliseLineEnds(decodeText(extraction, { ...file, charset: file.charset ?? 'utf-8' }));
  const open: string[] = [];
  // A line that begins with a blank continues the one before it (RFC 5545, 3.1).
  for (const line of text.replaceAll(/\n[ \t]/g, '').split('\n')) {
    const property = readProperty(line);
    if (property === null) continue;
    const { name, value } = property;
    if (name === 'BEGIN') open.push(value.toUpperCase());
    else if (name === 'END') {
      open.pop();
      addLine(extraction, '');
    } else if (open.length === 1 ? name === 'METHOD' : spoken.has(open.at(-1) ?? '')) {
      show(extraction, property);
    }
    if (extraction.isFull) return;
  }
  if (open.length > 0) throw new DocumentFault('corrupt', 'It ends before it is complete.');
}

interface Property {
  readonly name: string;
  readonly parameters: string;
  readonly value: string;
}

/** Quoted parameters may hold colons and semicolons. */
const form = /^([A-Za-z0-9-]+)((?:;[^:;"]*(?:"[^"]*"[^:;"]*)*)*):(.*)$/;

function readProperty(line: string): Property | null {
  const [, name, parameters = '', value = ''] = form.exec(line) ?? [];
  return name === undefined ? null : { name: name.toUpperCase(), parameters, value };
}

function show(extraction: Extraction, { name, parameters, value }: Property): void {
  const label = shown.get(name);
  if (label === undefined || /;(?:ENCODING=BASE64|VALUE=BINARY)/i.test(parameters)) return;
  const isPerson = name === 'ORGANIZER' || name === 'ATTENDEE';
  const text = isPerson ? person(parameters, value) : unescaped(value);
  addLine(extraction, label === '' ? text : `${label}: ${text}`);
}

function person(parameters: string, value: string): string {
  const name = /;CN=(?:"([^"]*)"|([^;:]*))/i.exec(parameters);
  return `${name?.[1] ?? name?.[2] ?? ''} ${value.replace(/^mailto:/i, '')}`.trim();
}

function unescaped(value: string): string {
  return value.replaceAll(/\\([nN,;\\])/g, (_, character: string) =>
    character.toLowerCase() === 'n' ? '\n' : character,
  );
}
