import type { Digest } from '#evidence';
import type { OpenMessage } from '#formats';
import type { LoadRecord } from './record.ts';
import { addresses } from './fields.ts';

/** What was read of an attached file (PDF, documents, archives …): null when nothing was. */
export type ReadText = (attachment: Digest) => Promise<string | null>;

/** The extracted text of a record: the telling lines of its header, then its body. Null when there is none. */
export async function textOfRecord(
  record: LoadRecord,
  opened: OpenMessage,
  readText: ReadText,
): Promise<string | null> {
  const { row, attachment } = record;
  if (attachment === null) {
    const names = row.attachments.filter(({ parent }) => parent === null).map(({ name }) => name ?? '');
    const header = { ...row.message, subject: row.subject, names };
    return `${headerLines(header)}\n\n${opened.message.bodyText}\n`;
  }
  const text = opened.textOf(attachment.part);
  if (attachment.message !== null) return `${headerLines(attachment.message)}\n\n${text ?? ''}\n`;
  // What the file turned out to be goes before what its sender calls it.
  const read = attachment.digest === null ? null : await readText(attachment.digest);
  if (read !== null) return read;
  return text !== null && /\S/.test(text) ? text : null;
}

interface Header {
  readonly from?: Parameters<typeof addresses>[0];
  readonly to?: Parameters<typeof addresses>[0];
  readonly cc?: Parameters<typeof addresses>[0];
  readonly sentAt?: Date | null;
  readonly subject: string | null;
  readonly names?: readonly string[];
}

function headerLines({ from, to, cc, sentAt, subject, names }: Header): string {
  const lines: readonly (readonly [string, string | null])[] = [
    ['From', addresses(from)],
    ['To', addresses(to)],
    ['Cc', addresses(cc)],
    ['Sent', sentAt?.toISOString() ?? null],
    ['Subject', subject],
    ['Attachments', names?.filter((name) => name !== '').join('; ') ?? null],
  ];
  return lines
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${String(value).replaceAll(/\s+/g, ' ')}`)
    .join('\n');
}
