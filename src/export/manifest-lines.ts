import type { Digest, ItemId } from '#evidence';

/** One exported file, in the manifests. */
export interface ExportedFile {
  /** Relative to the manifest, with `/`. */
  readonly path: string;
  readonly digest: Digest;
  readonly size: number;
  readonly custodian: string;
  readonly mailbox: string;
  readonly folder: string;
  readonly item: ItemId;
  readonly receivedAt: string | null;
  readonly subject: string | null;
}

const fields = ['path', 'digest', 'size', 'custodian', 'mailbox', 'folder', 'item', 'receivedAt', 'subject'] as const;

/** The byte order mark makes spreadsheets read the file as UTF-8. */
export const csvHead = `\ufeff${fields.join(',')}\r\n`;

/** RFC 4180, every cell quoted. */
export function csvLine(file: ExportedFile): string {
  return `${fields.map((name) => csvCell(file[name])).join(',')}\r\n`;
}

export function jsonLine(file: ExportedFile): string {
  return `${JSON.stringify(file)}\n`;
}

/** Text that a spreadsheet would take for a formula is made plain text by an apostrophe before it. */
function csvCell(value: string | number | null): string {
  const text = String(value ?? '');
  const plain =
    typeof value === 'string' && /^[\s\p{Cc}\p{Cf}]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u.test(text)
      ? `'${text}`
      : text;
  return `"${plain.replaceAll('"', '""').replaceAll('\u0000', '')}"`;
}
