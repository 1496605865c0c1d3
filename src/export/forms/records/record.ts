import type { AttachmentFacts, ExportRow } from '../../row.ts';
import { numberOf, type RecordNumbering } from './numbering.ts';

/** One line of a load file: a message, or one of its attachments. */
export interface LoadRecord {
  readonly row: ExportRow;
  /** Null for the message itself. */
  readonly attachment: AttachmentFacts | null;
  readonly numbers: RecordNumbers;
  readonly exceptions: readonly string[];
}

export interface RecordNumbers {
  readonly own: string;
  readonly first: string;
  readonly last: string;
  readonly parent: string | null;
  readonly duplicateOf: string | null;
  /** Counted from 0. */
  readonly record: number;
}

/** The message and its attachments, in order, with their numbers. */
export function recordsOf(row: ExportRow, numbering: RecordNumbering): readonly LoadRecord[] {
  const at = (offset: number): number => row.firstRecord + offset;
  const number = (offset: number): string => numberOf(at(offset), numbering);
  const family = { first: number(0), last: number(row.attachments.length) };
  const offsets = new Map(row.attachments.map(({ part }, index) => [part, index + 1]));
  const duplicateOf = row.duplicateOf === null ? null : numberOf(row.duplicateOf, numbering);
  const message = {
    row,
    attachment: null,
    numbers: { ...family, own: family.first, parent: null, duplicateOf, record: at(0) },
    exceptions: exceptionsOfMessage(row, offsets),
  };
  const attachments = row.attachments.map((attachment, index) => {
    const parent = number(attachment.parent === null ? 0 : (offsets.get(attachment.parent) ?? 0));
    const numbers = { ...family, own: number(index + 1), parent, duplicateOf: null, record: at(index + 1) };
    return { row, attachment, numbers, exceptions: exceptionsOfPart(row, attachment) };
  });
  return [message, ...attachments];
}

/** What was not read of the message itself, and of parts that are no record. */
function exceptionsOfMessage(row: ExportRow, offsets: ReadonlyMap<string, number>): readonly string[] {
  const own = row.exceptions.filter(({ part }) => !offsets.has(part)).map(({ reason }) => reason);
  return distinct(row.message === null && own.length === 0 ? ['not-processed'] : own);
}

function exceptionsOfPart(row: ExportRow, { part, digest, textException }: AttachmentFacts): readonly string[] {
  const own = row.exceptions.filter((each) => each.part === part).map(({ reason }) => reason);
  if (digest === null && own.length === 0) return ['not-decoded'];
  return distinct(textException === null ? own : [...own, textException]);
}

function distinct(reasons: readonly string[]): readonly string[] {
  return [...new Set(reasons)].sort();
}
