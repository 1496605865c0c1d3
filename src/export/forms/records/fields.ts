import type { Address } from '#formats';
import { safeName } from '../../folder/safe-name.ts';
import { extensionOf } from './extension.ts';
import type { LoadRecord } from './record.ts';

/** What is known of a record once its files are written. */
export interface WrittenRecord extends LoadRecord {
  readonly md5: string | null;
  /** Thread-Index of the header as hexadecimal digits. */
  readonly conversationIndex: string | null;
  readonly nativePath: string | null;
  readonly textPath: string | null;
}

type Value = string | number | null;

const longestFileName = 120;

/** The fields of a load file, in order. Those of the family are in every record; those of a header in its message's. */
const fields: Readonly<Record<string, (record: WrittenRecord) => Value>> = {
  BegDoc: ({ numbers }) => numbers.own,
  EndDoc: ({ numbers }) => numbers.own,
  BegAttach: ({ numbers }) => numbers.first,
  EndAttach: ({ numbers }) => numbers.last,
  ParentID: ({ numbers }) => numbers.parent,
  GroupID: ({ numbers }) => numbers.first,
  Custodian: ({ row }) => row.custodian,
  AllCustodians: ({ row }) => row.custodians.join('; '),
  Mailbox: ({ row }) => row.address,
  FolderPath: ({ row }) => row.folderPath,
  Place: ({ row }) => row.folderPlace,
  From: (record) => addresses(headerOf(record)?.from),
  To: (record) => addresses(headerOf(record)?.to),
  CC: ({ row, attachment }) => (attachment === null ? addresses(row.message?.cc) : null),
  BCC: ({ row, attachment }) => (attachment === null ? addresses(row.message?.bcc) : null),
  Subject: subjectOf,
  DateSent: (record) => headerOf(record)?.sentAt?.toISOString() ?? null,
  DateReceived: ({ row, attachment }) => (attachment === null ? (row.receivedAt?.toISOString() ?? null) : null),
  MessageID: (record) => headerOf(record)?.messageId ?? null,
  InReplyTo: ({ row, attachment }) => (attachment === null ? (row.message?.inReplyTo.join('; ') ?? null) : null),
  ConversationIndex: ({ conversationIndex }) => conversationIndex,
  ThreadID: ({ row }) => row.message?.threadId ?? null,
  Importance: ({ row, attachment }) => (attachment === null ? (row.message?.importance ?? null) : null),
  FileName: fileName,
  FileExtension: extension,
  FileSize: ({ row, attachment }) => (attachment === null ? row.place.size : attachment.size),
  MimeType: ({ attachment }) => (attachment === null ? 'message/rfc822' : attachment.mediaType),
  SHA256: ({ row, attachment }) => (attachment === null ? row.digest : attachment.digest),
  MD5: ({ md5 }) => md5,
  FamilyHash: ({ row }) => row.message?.familyHash ?? null,
  EDRMMIH: ({ row, attachment }) => (attachment === null ? (row.message?.edrmMih ?? null) : null),
  IsDuplicateOf: ({ numbers }) => numbers.duplicateOf,
  Exceptions: ({ exceptions }) => exceptions.join('; '),
  NativePath: ({ nativePath }) => nativePath,
  TextPath: ({ textPath }) => textPath,
};

export const fieldNames: readonly string[] = Object.keys(fields);

/** The values of a record, in the order of the fields. */
export function fieldValues(record: WrittenRecord): readonly Value[] {
  return Object.values(fields).map((valueOf) => valueOf(record));
}

export function extension({ attachment }: Pick<LoadRecord, 'attachment'>): string {
  return attachment === null ? 'eml' : extensionOf(attachment.name, attachment.mediaType);
}

/** `Ana Lund <ana@lakeside.example>; …`. */
export function addresses(all: readonly Address[] | undefined): string | null {
  if (all === undefined) return null;
  const texts = all.map(({ name, address }) => {
    if (address === '') return name;
    return name === '' ? address : `${name} <${address}>`;
  });
  return texts.filter((text) => text !== '').join('; ');
}

/** The header of a message, or of an attached one. */
function headerOf({ row, attachment }: LoadRecord) {
  return attachment === null ? row.message : attachment.message;
}

function subjectOf({ row, attachment }: LoadRecord): string | null {
  return attachment === null ? row.subject : (attachment.message?.subject ?? null);
}

/** As it was named; a message has no name, so it is called by its subject. */
function fileName({ row, attachment }: LoadRecord): string | null {
  if (attachment !== null) return attachment.name;
  return `${safeName(row.subject ?? '', longestFileName, 'no subject')}.eml`;
}
