import type { Meeting, MessageKind, Recipient } from '../../contract.ts';
import type { AttachmentPart } from '../../mailbox/item-record.ts';
import { addressOf, colleagues, lakesideDomain, officeAddress, officeOffset } from './lakeside-people.ts';
import { hash32 } from '../../random.ts';
import type { Colleague } from './lakeside-people.ts';

/** One letter of the story, before it lies in anybody's mailbox. */
export interface Letter {
  readonly thread: string;
  readonly step: number;
  readonly at: number;
  readonly from: Recipient;
  readonly to: readonly Recipient[];
  readonly cc: readonly Recipient[];
  readonly bcc?: readonly Recipient[];
  readonly subject: string;
  /** What the sender wrote, without the quoted letter below it. */
  readonly words: () => string;
  readonly previous: Letter | null;
  readonly attachments?: readonly AttachmentPart[];
  readonly importance?: 'low' | 'high';
  readonly kind?: MessageKind;
  readonly meeting?: Meeting;
  readonly calendar?: { readonly method: string; readonly text: () => string };
  readonly isDraft?: boolean;
  /** When its conversation began, for those that answer without quoting. */
  readonly began?: number;
  /** Where a person's copy lies, by address, when the story says so. */
  readonly lies?: Readonly<Record<string, string>>;
  /** Where letters of this thread are filed by those who file. */
  readonly filedUnder?: string;
}

/** The Message-ID every copy of the letter carries. */
export function messageIdOf(letter: Letter): string {
  const host = letter.from.address.split('@')[1] ?? lakesideDomain;
  return `<${hash32(letter.thread).toString(36)}.${letter.step}.${(letter.at / 1_000).toString(36)}@${host}>`;
}

/** Letters quote at most this many earlier ones, so that long threads stay readable. */
const deepestQuote = 4;

/** The letter as sent: words, signature of a colleague, and the letters it answers. */
export function letterText(letter: Letter): string {
  return ownText(letter) + quotedText(letter.previous, 1);
}

const ownText = (letter: Letter): string => letter.words() + signatureOf(letter.from);

function quotedText(letter: Letter | null, depth: number): string {
  if (letter === null || depth > deepestQuote) return '';
  const line = '\n\n________________________________\n';
  const to = letter.to.map((person) => person.name).join('; ');
  const cc = letter.cc.length === 0 ? '' : `\nCc: ${letter.cc.map((person) => person.name).join('; ')}`;
  const head = `From: ${letter.from.name} <${letter.from.address}>\nSent: ${sentLine(letter)}\nTo: ${to}${cc}\nSubject: ${letter.subject}\n\n`;
  return line + head + ownText(letter) + quotedText(letter.previous, depth + 1);
}

const byAddress = new Map<string, Colleague>();

/** The colleague with this address; undefined for everybody else. */
export function colleagueAt(address: string): Colleague | undefined {
  if (byAddress.size === 0) {
    for (const each of colleagues) byAddress.set(addressOf(each.name), each);
  }
  return byAddress.get(address);
}

function signatureOf(sender: Recipient): string {
  const member = colleagueAt(sender.address);
  if (member === undefined) return '';
  return `\n\n--\n${member.name}\n${member.title}\nLakeside Freight | ${member.office}\n${officeAddress[member.office]}\n`;
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The date as the sender's own program writes it, in the sender's office. */
function sentLine(letter: Letter): string {
  const member = colleagueAt(letter.from.address);
  const local = new Date(letter.at + (member === undefined ? 0 : officeOffset[member.office]));
  const clock = `${String(local.getUTCHours()).padStart(2, '0')}:${String(local.getUTCMinutes()).padStart(2, '0')}`;
  return `${days[local.getUTCDay()] ?? ''}, ${local.getUTCDate()} ${months[local.getUTCMonth()] ?? ''} ${local.getUTCFullYear()} ${clock}`;
}
