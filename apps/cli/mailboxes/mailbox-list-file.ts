import type { WantedMailbox } from '../../workbench/mailboxes/choose-mailboxes.ts';
import { readGivenFile } from '../frame/read-given-file.ts';
import { UsageError } from '../frame/usage-error.ts';
import { parseCsv } from './parse-csv.ts';

const mailboxHeadings = new Set(['mailbox', 'address', 'email', 'e-mail']);
const custodianHeadings = new Set(['custodian', 'name', 'display name', 'displayname']);

/**
 * Reads a file of mailboxes and custodians: `mailbox,custodian` for each line, the heading optional, the custodian
 * too; a heading may name them the other way round. `UsageError` naming every wrong line at once.
 */
export async function readMailboxList(path: string): Promise<readonly WantedMailbox[]> {
  return parseMailboxList(decode(await readGivenFile(path), path), path);
}

/** See `readMailboxList`. */
export function parseMailboxList(text: string, name: string): readonly WantedMailbox[] {
  const records = parseCsv(text, name);
  const heading = readHeading(records[0]?.fields ?? []);
  const wanted: WantedMailbox[] = [];
  const wrong: string[] = [];
  const seen = new Map<string, number>();
  for (const { line, fields } of heading === null ? records : records.slice(1)) {
    const [given = '', custodian = '', ...rest] = heading === 'custodian first' ? swapped(fields) : fields;
    const problem = problemOf({
      given,
      extra: rest.filter((field) => field !== '').length,
      before: seen.get(given.toLowerCase()),
    });
    if (problem !== null) wrong.push(`line ${String(line)}: ${problem}`);
    seen.set(given.toLowerCase(), line);
    wanted.push({ given, custodian: custodian === '' ? null : custodian, from: `${name}, line ${String(line)}` });
  }
  if (wrong.length > 0)
    throw new UsageError(
      `${name}: ${wrong.join('; ')}.`,
      'Each line is: mailbox,custodian (the custodian may be left out).',
    );
  if (wanted.length === 0) throw new UsageError(`${name} names no mailbox.`, 'Each line is: mailbox,custodian');
  return wanted;
}

/** Which of the two comes first; null when the first line is none. */
function readHeading(fields: readonly string[]): 'mailbox first' | 'custodian first' | null {
  const [first = '', second = ''] = fields.map((field) => field.toLowerCase());
  if (mailboxHeadings.has(first)) return 'mailbox first';
  return custodianHeadings.has(first) && mailboxHeadings.has(second) ? 'custodian first' : null;
}

function swapped([custodian = '', given = '', ...rest]: readonly string[]): readonly string[] {
  return [given, custodian, ...rest];
}

function problemOf(record: { given: string; extra: number; before: number | undefined }): string | null {
  if (record.given === '') return 'there is no mailbox';
  if (/\s/.test(record.given)) return `"${record.given}" is not an address`;
  if (record.extra > 0) return 'there are more than two fields';
  if (record.before !== undefined) return `${record.given} is on line ${String(record.before)} already`;
  return null;
}

/** UTF-8, or UTF-16 with its byte order mark, as Excel may save it. */
function decode(bytes: Buffer, name: string): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${name} is not UTF-8.`, 'Save it as "CSV UTF-8".');
  }
}
