import { iCalendar } from '../../attachments/icalendar.ts';
import { excelType, wordDocument, wordType, workbook } from '../../attachments/office.ts';
import { textPdf } from '../../attachments/pdf.ts';
import { encryptedEnvelope, signedEnvelope } from '../../attachments/pkcs7.ts';
import { barChart } from '../../attachments/png.ts';
import { winmail } from '../../attachments/tnef.ts';
import type { Meeting, MessageKind, Recipient } from '../../contract.ts';
import type { AttachmentPart } from '../../mailbox/item-record.ts';
import type { Composition } from '../../mime/composed-content.ts';
import { outlookHtml } from '../../mime/plain-text.ts';

/** One message of the tiny tenant as written down; `at` counts hours back from the clock's start. */
export interface MessageSketch {
  readonly name: string;
  readonly folder: string;
  readonly hoursAgo: number;
  readonly subject: string;
  readonly composition: Composition;
  readonly kind?: MessageKind;
  readonly meeting?: Meeting;
  readonly from?: Recipient;
  readonly to?: readonly Recipient[];
  readonly cc?: readonly Recipient[];
  readonly bcc?: readonly Recipient[];
  readonly importance?: 'low' | 'high';
  readonly isDraft?: boolean;
  readonly isRead?: boolean;
  readonly flagged?: boolean;
  readonly categories?: readonly string[];
  readonly topic?: string;
}

export const ada: Recipient = { name: 'Ada Marsh', address: 'ada.marsh@tiny.example' };
export const ben: Recipient = { name: 'Ben Okafor', address: 'ben.okafor@tiny.example' };
export const support: Recipient = { name: 'Support Desk', address: 'support@tiny.example' };
export const outside: Recipient = { name: 'Ruiz, Marta', address: 'marta.ruiz@partner.example' };
export const greek: Recipient = { name: 'Κώστας Παππάς', address: 'kostas@hellas.example' };

export function file(name: string, contentType: string, bytes: () => Uint8Array): AttachmentPart {
  return { kind: 'file', name, contentType, isInline: false, contentId: null, bytes };
}

const nested = [
  'From: "Marta Ruiz" <marta.ruiz@partner.example>',
  'To: Ada Marsh <ada.marsh@tiny.example>',
  'Subject: Original order 4471',
  'Date: Mon, 02 Nov 2026 08:15:00 +0000',
  'Message-ID: <order-4471@partner.example>',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset="us-ascii"',
  '',
  'Please deliver forty pallets to gate 3 on Thursday.',
  '',
].join('\r\n');

const chart = (): Uint8Array => barChart([0.3, 0.6, 0.5, 0.9], [32, 96, 160]);
const hello = 'Hello Ada,\n\nthe crates for Thursday are on the quay.\n\nRegards\nMarta';

const calendarOf = (method: 'REQUEST' | 'CANCEL' | 'REPLY', meeting: Meeting, stamped: number): Composition => ({
  text: 'Quarterly review of the harbour schedule.',
  html: outlookHtml('Quarterly review of the harbour schedule.'),
  calendar: {
    method,
    text: iCalendar({
      method,
      meeting,
      stamped,
      summary: 'Quarterly review',
      organizer: ben,
      attendees: [ada],
      ...(method === 'REPLY' ? { answer: 'ACCEPTED' } : {}),
    }),
  },
});

/** Ada's mailbox: at least one message of every kind. `start` is when the tenant's clock starts. */
export function adaMessages(start: number): MessageSketch[] {
  const meetingStart = start + 48 * 3_600_000;
  const meeting: Meeting = {
    uid: 'tiny-quarterly-review',
    start: meetingStart,
    end: meetingStart + 3_600_000,
    location: 'Room Harbour',
  };
  return [...plainKinds, ...attachedKinds, ...securedKinds, ...meetingKinds(meeting, start), ...placedKinds];
}

const plainKinds: readonly MessageSketch[] = [
  {
    name: 'html',
    folder: 'inbox',
    hoursAgo: 2,
    subject: 'Crates for Thursday',
    composition: { text: hello, html: outlookHtml(hello) },
  },
  {
    name: 'text',
    folder: 'inbox',
    hoursAgo: 5,
    subject: 'Gate code',
    composition: { text: 'The gate code is 4471.\n' },
    isRead: true,
  },
  {
    name: 'answer',
    folder: 'inbox',
    hoursAgo: 6,
    subject: 'RE: Gate code',
    topic: 'Gate code',
    from: ben,
    composition: { text: 'Thanks, got it.\n\nBen\n' },
  },
  { name: 'empty', folder: 'inbox', hoursAgo: 9, subject: '', composition: { text: '' } },
  {
    name: 'koi8',
    folder: 'inbox',
    hoursAgo: 12,
    subject: 'Отгрузка в пятницу',
    composition: { text: 'Добрый день! Груз будет готов в пятницу.\n', charset: 'koi8-r' },
  },
  {
    name: 'shift-jis',
    folder: 'inbox',
    hoursAgo: 13,
    subject: '船積書類の件',
    composition: { text: 'お世話になっております。船積書類を送ります。\n', charset: 'shift_jis' },
  },
  {
    name: 'greek',
    folder: 'inbox',
    hoursAgo: 14,
    subject: 'Τιμολόγιο 77 — ναύλος',
    from: greek,
    composition: { text: 'Καλημέρα, το τιμολόγιο θα σταλεί αύριο. 🚢\n' },
  },
  {
    name: 'high',
    folder: 'inbox',
    hoursAgo: 15,
    subject: 'Berth closed from 18:00',
    importance: 'high',
    flagged: true,
    composition: { text: 'Berth 4 is closed tonight.\n' },
  },
  {
    name: 'low',
    folder: 'inbox',
    hoursAgo: 16,
    subject: 'Canteen menu',
    importance: 'low',
    categories: ['Green category'],
    composition: { html: '<p>Soup &amp; bread</p>' },
  },
];

const attachedKinds: readonly MessageSketch[] = [
  {
    name: 'inline',
    folder: 'inbox',
    hoursAgo: 20,
    subject: 'Chart of the week',
    composition: {
      html: '<p>See below:</p><img src="cid:chart@tiny">',
      attachments: [
        {
          kind: 'file',
          name: 'chart.png',
          contentType: 'image/png',
          isInline: true,
          contentId: 'chart@tiny',
          bytes: chart,
        },
      ],
    },
  },
  {
    name: 'files',
    folder: 'inbox',
    hoursAgo: 24,
    subject: 'Contract and figures',
    composition: {
      text: 'Both files attached.\n',
      html: outlookHtml('Both files attached.'),
      attachments: [
        file('Contract 2026.pdf', 'application/pdf', () =>
          textPdf('Contract 2026', ['Between Tiny and Partner.', 'Forty pallets a week.']),
        ),
        file('Figures.xlsx', excelType, () =>
          workbook('Figures', [
            ['Week', 'Pallets'],
            ['45', 40],
            ['46', 38],
          ]),
        ),
        file('Übersicht – größer.docx', wordType, () => wordDocument(['Übersicht', 'Vierzig Paletten pro Woche.'])),
      ],
    },
  },
  {
    name: 'item',
    folder: 'inbox',
    hoursAgo: 26,
    subject: 'FW: Original order 4471',
    topic: 'Original order 4471',
    composition: {
      text: 'The order as it came.\n',
      attachments: [
        {
          kind: 'item',
          name: 'Original order 4471',
          contentType: 'message/rfc822',
          isInline: false,
          contentId: null,
          bytes: () => Buffer.from(nested),
        },
      ],
    },
  },
  {
    name: 'reference',
    folder: 'inbox',
    hoursAgo: 28,
    subject: 'Shared: rate sheet',
    composition: {
      html: '<p>The rate sheet is here: <a href="https://tiny.sharepoint.example/rates.xlsx">rates.xlsx</a></p>',
      attachments: [
        {
          kind: 'reference',
          name: 'rates.xlsx',
          contentType: excelType,
          isInline: false,
          contentId: null,
          bytes: () => null,
        },
      ],
    },
  },
  {
    name: 'winmail',
    folder: 'inbox',
    hoursAgo: 30,
    subject: 'Packing list',
    composition: {
      text: 'Packing list attached.\n',
      attachments: [
        file('winmail.dat', 'application/ms-tnef', () =>
          winmail({
            subject: 'Packing list',
            text: 'Packing list attached.',
            name: 'packing.csv',
            bytes: Buffer.from('crate;weight\n1;40\n'),
          }),
        ),
      ],
    },
  },
];

const securedKinds: readonly MessageSketch[] = [
  {
    name: 'signed',
    folder: 'inbox',
    hoursAgo: 33,
    subject: 'Signed: release note',
    composition: { text: 'Released to the bearer.\n', secured: { how: 'signed', envelope: signedEnvelope() } },
  },
  {
    name: 'encrypted',
    folder: 'inbox',
    hoursAgo: 34,
    subject: 'Encrypted: bank details',
    composition: { secured: { how: 'encrypted', envelope: encryptedEnvelope('tiny', 900) } },
  },
];

function meetingKinds(meeting: Meeting, start: number): MessageSketch[] {
  const stamped = start - 40 * 3_600_000;
  const subject = 'Quarterly review';
  return [
    {
      name: 'request',
      folder: 'inbox',
      hoursAgo: 40,
      subject,
      kind: 'meetingRequest',
      from: ben,
      meeting,
      composition: calendarOf('REQUEST', meeting, stamped),
    },
    {
      name: 'cancel',
      folder: 'inbox',
      hoursAgo: 38,
      subject: `Canceled: ${subject}`,
      topic: subject,
      kind: 'meetingCancelled',
      from: ben,
      meeting,
      composition: calendarOf('CANCEL', meeting, stamped),
    },
    {
      name: 'accepted',
      folder: 'sentitems',
      hoursAgo: 39,
      subject: `Accepted: ${subject}`,
      topic: subject,
      kind: 'meetingAccepted',
      from: ada,
      to: [ben],
      meeting,
      composition: calendarOf('REPLY', meeting, stamped),
    },
  ];
}

const text = (words: string): Composition => ({ text: `${words}\n` });

const placedKinds: readonly MessageSketch[] = [
  {
    name: 'bcc',
    folder: 'sentitems',
    hoursAgo: 3,
    subject: 'Price for partner',
    from: ada,
    to: [outside],
    cc: [support],
    bcc: [ben],
    isRead: true,
    composition: text('Our price is 4,100 per container.'),
  },
  {
    name: 'draft',
    folder: 'drafts',
    hoursAgo: 1,
    subject: 'Unfinished',
    from: ada,
    to: [],
    isDraft: true,
    isRead: true,
    composition: text('Dear Marta, about the'),
  },
  {
    name: 'nested',
    folder: 'Projects/Harbour/Quay 4',
    hoursAgo: 200,
    subject: 'Quay 4 soil report',
    composition: text('The soil report is in.'),
  },
  {
    name: 'project',
    folder: 'Projects',
    hoursAgo: 220,
    subject: 'Project list',
    isRead: true,
    composition: text('Harbour, Quay 4, Roof.'),
  },
  {
    name: 'deleted',
    folder: 'deleteditems',
    hoursAgo: 50,
    subject: 'Newsletter',
    composition: { html: '<h1>News</h1>' },
  },
  {
    name: 'hidden',
    folder: 'Team Copies',
    hoursAgo: 60,
    subject: 'Chat copy',
    composition: text('Are you on the quay?'),
  },
  {
    name: 'soft-deleted',
    folder: 'recoverableitemsdeletions',
    hoursAgo: 70,
    subject: 'Deleted for good, she thought',
    composition: text('About the discount we agreed by phone.'),
  },
  {
    name: 'purged',
    folder: 'recoverableitemspurges',
    hoursAgo: 80,
    subject: 'Purged by hand',
    composition: text('Do not write this down.'),
  },
  {
    name: 'version',
    folder: 'recoverableitemsversions',
    hoursAgo: 90,
    subject: 'Earlier wording',
    composition: text('Our price is 3,900 per container.'),
  },
  {
    name: 'held',
    folder: 'recoverableitemsdiscoveryholds',
    hoursAgo: 100,
    subject: 'Kept by a hold',
    composition: text('Kept because a hold matched.'),
  },
];
