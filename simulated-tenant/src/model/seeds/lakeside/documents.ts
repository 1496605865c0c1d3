import { iCalendar } from '../../attachments/icalendar.ts';
import { excelType, wordDocument, wordType, workbook } from '../../attachments/office.ts';
import { textPdf } from '../../attachments/pdf.ts';
import { barChart } from '../../attachments/png.ts';
import { winmail } from '../../attachments/tnef.ts';
import type { AttachmentPart } from '../../mailbox/item-record.ts';
import { mailDate } from '../../mime/encode-text.ts';
import { seededRandom } from '../../random.ts';
import type { Random } from '../../random.ts';
import { fillIn } from './fill-ins.ts';
import type { Particulars } from './fill-ins.ts';
import { colleague } from './lakeside-people.ts';
import type { DocumentKind } from './topic.ts';

export interface DocumentRequest {
  readonly kind: DocumentKind;
  readonly name: string;
  /** Decides the contents; equal seeds give equal bytes. */
  readonly seed: string;
  readonly values: Particulars;
  readonly at: number;
}

/** A document as an attachment. Its bytes are made each time they are asked for and not kept. */
export function documentPart(request: DocumentRequest): AttachmentPart {
  const random = (): Random => seededRandom(`document ${request.seed}`);
  const file = (contentType: string, bytes: () => Uint8Array): AttachmentPart => ({
    kind: 'file',
    name: request.kind === 'winmail' ? 'winmail.dat' : request.name,
    contentType,
    isInline: false,
    contentId: null,
    bytes,
  });
  switch (request.kind) {
    case 'pdf':
      return file('application/pdf', () =>
        textPdf(request.name.replace(/\.pdf$/, ''), pageOf(random(), request.values)),
      );
    case 'word':
      return file(wordType, () =>
        wordDocument([request.name.replace(/\.docx$/, ''), ...pageOf(random(), request.values)]),
      );
    case 'sheet':
      return file(excelType, () => workbook('Sheet1', tableOf(random(), request.values)));
    case 'chart':
    case 'photo':
      return file('image/png', () => {
        const source = random();
        const bars = Array.from({ length: source.between(6, 24) }, () => source.fraction());
        return barChart(bars, [source.below(200), source.below(200), source.below(200)]);
      });
    case 'winmail':
      return file('application/ms-tnef', () => {
        const text = pageOf(random(), request.values).join('\r\n');
        return winmail({ subject: request.name, text, name: request.name, bytes: Buffer.from(text, 'latin1') });
      });
    case 'calendar':
      return file('text/calendar', () => Buffer.from(courseOf(request), 'utf8'));
    case 'forwarded':
      return { ...file('message/rfc822', () => forwardedLetter(random(), request)), kind: 'item' };
  }
}

const clauses = [
  'Reference {booking}, container {container}, vessel {vessel} voyage {voyage}.',
  'Goods: {goods}, tariff number {hs}, {count} packages, said to contain.',
  'Port of loading {from}, port of discharge {port}.',
  'Amount due EUR {amount}, payable without deduction within thirty days.',
  'Seal number {seal} intact on arrival; temperature set point {temperature} degrees.',
  'Storage and detention are charged from day {days} after discharge.',
  'All business is transacted under the terms of the forwarders association.',
  'The undersigned declares that the particulars above are true and complete.',
  'Place of delivery as agreed; the truck {truck} was booked for {weekday}, {time}.',
  'Any claim must be made in writing within seven days of delivery.',
];

function pageOf(random: Random, values: Particulars): string[] {
  return random.sample(clauses, random.between(5, 10)).map((clause) => fillIn(clause, random, values));
}

function tableOf(random: Random, values: Particulars): (string | number)[][] {
  const head = ['Reference', 'From', 'To', 'Containers', 'USD'];
  const rows = Array.from({ length: random.between(6, 30) }, (_, at) => [
    `${values['booking'] ?? 'BK'}-${at + 1}`,
    values['from'] ?? '',
    values['port'] ?? '',
    random.between(1, 40),
    random.between(200, 9_000),
  ]);
  return [head, ...rows];
}

function courseOf(request: DocumentRequest): string {
  const start = request.at + 9 * 86_400_000;
  return iCalendar({
    method: 'PUBLISH',
    meeting: {
      uid: `course-${request.seed.replace(/\W+/g, '-')}`,
      start,
      end: start + 4 * 3_600_000,
      location: 'Room Erie',
    },
    summary: 'Course',
    organizer: colleague('Priscilla Monroe'),
    attendees: [],
    stamped: request.at,
  });
}

/** An earlier letter from outside, as somebody drags it into a mail. */
function forwardedLetter(random: Random, request: DocumentRequest): Uint8Array {
  const lines = [
    'From: "Receiving Department" <receiving@consignee.example>',
    'To: Sales <sales@agent.example>',
    `Subject: ${fillIn('Complaint {container}', random, request.values)}`,
    `Date: ${mailDate(request.at - random.between(5, 90) * 3_600_000)}`,
    `Message-ID: <${request.seed.replace(/\W+/g, '.')}@consignee.example>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset="us-ascii"',
    '',
    'Dear Sirs,',
    '',
    ...pageOf(random, request.values),
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}
