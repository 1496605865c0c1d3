import { seededRandom } from '../random.ts';
import type { Random } from '../random.ts';

/**
 * A message body that is written once and sent many times: what differs from message to message
 * (a reference, the MIME boundary) has fixed places and a fixed length, so that rendering is a copy.
 */
export interface MessageTemplate {
  readonly topic: string;
  /** Content-Type and transfer encoding of the root, with the boundary as `boundaryMark`. */
  readonly bytes: Buffer;
  readonly boundaryPlaces: readonly number[];
  readonly referencePlaces: readonly number[];
  readonly encodedReferencePlaces: readonly number[];
  readonly text: string;
  readonly html: string | null;
  /** Decoded bytes of its attachment, whose first bytes are the reference. */
  readonly attachment: Buffer | null;
}

/** Same length as `boundaryStem` gives. */
export const boundaryMark = `AS8PR04MB7731${'Z'.repeat(26)}AS8PR04MB7731eurp_`;
/** 15 bytes, so that its base64 ends at a quantum and needs no padding. */
export const referenceMark = 'REF-ZZZZZZZZZZZ';
const encodedMark = Buffer.from(referenceMark).toString('base64');

const subjects = ['vessel', 'container', 'booking', 'consignee', 'terminal', 'haulier', 'warehouse', 'customs broker'];
const verbs = ['confirmed', 'postponed', 'released', 'inspected', 'rebooked', 'invoiced', 'cleared', 'held back'];
const circumstances = [
  'until the original bill of lading is handed in',
  'because the berth was taken',
  'after the second inspection this morning',
  'as agreed on the telephone',
  'without any further charge',
  'against the rate of the current quarter',
  'before the cut-off on Thursday',
  'although the seal number was wrong',
];
const topics = [
  'Arrival notice',
  'Rate confirmation',
  'Customs release',
  'Delivery order',
  'Invoice query',
  'Weekly report',
];

function sentence(random: Random): string {
  return `The ${random.pick(subjects)} was ${random.pick(verbs)} ${random.pick(circumstances)}.`;
}

function words(random: Random, length: number): string {
  const lines = [`Our reference: ${referenceMark}`, ''];
  let written = 40;
  while (written < length) {
    const line = sentence(random);
    lines.push(line);
    written += line.length + 2;
    if (random.chance(0.25)) lines.push('');
  }
  return lines.join('\r\n') + '\r\n';
}

/** `count` templates whose sizes spread around `averageBytes`. */
export function messageTemplates(count: number, averageBytes: number): MessageTemplate[] {
  return Array.from({ length: count }, (_, at) => {
    const random = seededRandom(`template ${at}`);
    // From 0.4 to 1.6 times the average, evenly.
    const size = Math.max(400, averageBytes * (0.4 + (1.2 * (at + 0.5)) / count) - 1_300);
    return template(random, { size, shape: at % 8 });
  });
}

function template(random: Random, given: { size: number; shape: number }): MessageTemplate {
  const withFile = given.shape === 7;
  const plainOnly = given.shape < 2;
  const text = words(random, plainOnly ? given.size : withFile ? given.size * 0.2 : given.size * 0.45);
  const html =
    plainOnly || withFile ? null : `<html><body>\r\n<p>${text.replace(/\r\n/g, '<br>\r\n')}</p>\r\n</body></html>\r\n`;
  const attachment = withFile ? Buffer.from(referenceMark + words(random, given.size * 0.58)) : null;
  const source = rootEntity({ text, html, attachment });
  return {
    topic: random.pick(topics),
    bytes: Buffer.from(source, 'latin1'),
    boundaryPlaces: placesOf(source, boundaryMark),
    referencePlaces: placesOf(source, referenceMark),
    encodedReferencePlaces: placesOf(source, encodedMark),
    text,
    html,
    attachment,
  };
}

const textPart = (subtype: string, text: string): string =>
  `Content-Type: text/${subtype}; charset="us-ascii"\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${text}`;

/** The end of the header and the body of a message. */
function rootEntity(content: { text: string; html: string | null; attachment: Buffer | null }): string {
  const { text, html, attachment } = content;
  const version = 'MIME-Version: 1.0\r\n';
  if (html !== null) {
    return (
      version + multipart('alternative', `_000_${boundaryMark}`, [textPart('plain', text), textPart('html', html)])
    );
  }
  if (attachment === null) return version + textPart('plain', text);
  const lines = attachment.toString('base64').replace(/.{76}|.+$/g, '$&\r\n');
  const file =
    'Content-Type: text/plain; name="list.txt"\r\nContent-Disposition: attachment; filename="list.txt"\r\n' +
    `Content-Transfer-Encoding: base64\r\n\r\n${lines}`;
  return version + multipart('mixed', `_005_${boundaryMark}`, [textPart('plain', text), file]);
}

function multipart(subtype: string, boundary: string, parts: readonly string[]): string {
  const body = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('');
  return `Content-Type: multipart/${subtype};\r\n\tboundary="${boundary}"\r\n\r\n${body}--${boundary}--\r\n`;
}

function placesOf(source: string, mark: string): number[] {
  const places: number[] = [];
  for (let at = source.indexOf(mark); at !== -1; at = source.indexOf(mark, at + 1)) places.push(at);
  return places;
}
