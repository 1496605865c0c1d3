import { createHash } from 'node:crypto';
import { Failure } from '#evidence';
import { encodeText, messageLimits, openMessage, type OpenMessage } from '#formats';
import type { Vault } from '#vault';
import type { ExportFolder } from '../../folder/export-folder.ts';
import type { ExportRow } from '../../row.ts';
import { damagedItem, nativeFile, readItem } from '../item-bytes.ts';
import { extension, type WrittenRecord } from './fields.ts';
import { folderOf } from './numbering.ts';
import type { LoadRecord } from './record.ts';
import { textOfRecord, type ReadText } from './record-text.ts';

/** A file that was written for a record. */
export interface RecordFile {
  readonly path: string;
  readonly digest: string;
  readonly size: number;
  readonly record: string;
  readonly md5: string;
}

export interface RecordTools {
  readonly folder: ExportFolder;
  readonly vault: Vault;
  readonly readText: ReadText;
}

export interface WrittenRecords {
  readonly records: readonly WrittenRecord[];
  readonly files: readonly RecordFile[];
}

/**
 * Writes the native file and the extracted text of a message and of its attachments.
 * A message that processing could not read is written as it is, and not taken apart here either.
 */
export async function writeRecords(
  records: readonly LoadRecord[],
  tools: RecordTools,
  slot: number,
): Promise<WrittenRecords> {
  const files: RecordFile[] = [];
  const written: WrittenRecord[] = [];
  const opened = await openRow(records, tools);
  for (const record of records) {
    const native = await writeNative(record, { ...tools, opened, slot });
    const text = opened === null ? null : await writeText(record, { ...tools, opened, slot });
    files.push(...[native, text].filter((file) => file !== null));
    written.push({
      ...record,
      md5: native?.md5 ?? null,
      conversationIndex: record.attachment === null ? conversationIndex(opened) : null,
      nativePath: native?.path ?? null,
      textPath: text?.path ?? null,
    });
  }
  return { records: written, files };
}

interface Opened {
  readonly bytes: Uint8Array;
  readonly message: OpenMessage;
}

type Writing = RecordTools & { readonly opened: Opened | null; readonly slot: number };

async function openRow(records: readonly LoadRecord[], { vault }: RecordTools): Promise<Opened | null> {
  const row = records[0]?.row;
  if (row === undefined || row.message === null || row.place.size > messageLimits.messageBytes) return null;
  const bytes = await readItem(vault, row);
  return { bytes, message: openMessage(bytes) };
}

async function writeNative(record: LoadRecord, { folder, vault, opened, slot }: Writing): Promise<RecordFile | null> {
  const { row, attachment, numbers } = record;
  const path = `natives/${folderOf(numbers.record)}/${numbers.own}.${extension(record)}`;
  if (attachment === null) {
    const plain = nativeFile(vault, row, path);
    const file = opened === null ? plain : { ...plain, read: () => [opened.bytes], damaged: damagedRow(row) };
    return { path, digest: row.digest, size: row.place.size, record: numbers.own, md5: await folder.keep(file, slot) };
  }
  const { digest, size, part } = attachment;
  if (digest === null || size === null || opened === null) return null;
  const bytes = opened.message.open(part);
  if (bytes === null) throw readAnew(row, part);
  const file = { path, digest, size, read: () => bytes, damaged: () => readAnew(row, part) };
  return { path, digest, size, record: numbers.own, md5: await folder.keep(file, slot) };
}

async function writeText(
  record: LoadRecord,
  { folder, readText, opened, slot }: RecordTools & { readonly opened: Opened; readonly slot: number },
): Promise<RecordFile | null> {
  const { numbers, row } = record;
  const text = await textOfRecord(record, opened.message, readText);
  if (text === null) return null;
  const bytes = encodeText(text, 'utf-8');
  const path = `text/${folderOf(numbers.record)}/${numbers.own}.txt`;
  const digest = createHash('sha256').update(bytes).digest('hex');
  const file = { path, digest, size: bytes.length, read: () => [bytes], damaged: damagedRow(row) };
  return { path, digest, size: bytes.length, record: numbers.own, md5: await folder.keep(file, slot) };
}

function damagedRow(row: ExportRow): (found: string) => Failure {
  return (found) => damagedItem(row, found);
}

function conversationIndex(opened: Opened | null): string | null {
  const field = opened?.message.message.fields.find(({ name }) => name.toLowerCase() === 'thread-index');
  if (field === undefined) return null;
  const bytes = Buffer.from(field.value.slice(0, 8192).replaceAll(/\s+/g, ''), 'base64');
  return bytes.length === 0 ? null : bytes.toString('hex').toUpperCase();
}

function readAnew({ itemId }: ExportRow, part: string): Failure {
  return new Failure('changed', `Part ${part} of item ${itemId} is not what it was when the message was read.`, {
    code: 'export-message-read-anew',
    fix: 'Remove the unfinished export and run it again: messages are read anew after an update.',
  });
}
