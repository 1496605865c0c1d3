import { simpleParser, type ParsedMail } from 'mailparser';
import { beforeAll, expect, test } from 'vitest';
import type { Mailbox, Message, Tenant } from '../contract.ts';
import { createTenant } from '../create-tenant.ts';

let tenant: Tenant;
let mailbox: Mailbox;
let messages: readonly Message[];

beforeAll(async () => {
  tenant = await createTenant({ seed: 'tiny' });
  mailbox = tenant.mailbox(tenant.person('ada.marsh@tiny.example')!.id)!;
  const range = { orderBy: 'receivedDateTime', direction: 'asc', from: null, to: null } as const;
  messages = mailbox.folders().flatMap((folder) => mailbox.list({ ...range, folderId: folder.id }, 0, 100));
});

const named = (subject: string): Message => messages.find((message) => message.subject === subject)!;
const mime = (message: Message, variant = 0): string =>
  Buffer.from(mailbox.mime(message, variant) as Uint8Array).toString('latin1');
const parsed = (message: Message): Promise<ParsedMail> => simpleParser(Buffer.from(mime(message), 'latin1'));

test('two renderings differ in nothing but the boundary', () => {
  let varied = 0;
  for (const message of messages) {
    const [one, other] = [mime(message, 1), mime(message, 2)];
    const without = (text: string): string => text.replace(/AS8PR04MB7731[0-9A-F]{26}AS8PR04MB7731eurp_/g, 'B');
    expect(without(one)).toBe(without(other));
    expect(mime(message, 1)).toBe(one);
    if (one !== other) varied += 1;
  }
  expect(varied).toBe(8);
});

test('every line ends in CRLF and stays below the limit of RFC 5322', () => {
  for (const message of messages) {
    const lines = mime(message).split('\r\n');
    expect(lines.some((line) => /[\r\n]/.test(line))).toBe(false);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(998);
  }
});

test('another reader finds what the model says', async () => {
  for (const message of messages) {
    const mail = await parsed(message);
    expect(mail.subject ?? '').toBe(message.subject);
    expect(mail.messageId).toBe(message.internetMessageId);
    expect(mail.date?.getTime()).toBe(message.sentDateTime);
    expect(mail.from?.value[0]?.address).toBe(message.from?.address);
  }
});

test('keeps unusual charsets, and what was written in them', async () => {
  for (const [subject, charset, word] of [
    ['Отгрузка в пятницу', 'koi8-r', 'Груз'],
    ['船積書類の件', 'shift_jis', '船積書類を送ります'],
  ] as const) {
    expect(mime(named(subject))).toContain(`charset="${charset}"`);
    expect((await parsed(named(subject))).text).toContain(word);
  }
});

test('attachments come through with their bytes; a reference is not inlined', async () => {
  const message = named('Contract and figures');
  const mail = await parsed(message);
  const expected = mailbox.attachments(message);
  expect(mail.attachments.map((each) => each.filename)).toEqual(expected.map((each) => each.name));
  mail.attachments.forEach((each, at) => {
    expect(each.content.equals(Buffer.from(expected[at]!.bytes()!))).toBe(true);
    expect(expected[at]!.size).toBeGreaterThan(each.content.length);
  });
  const shared = named('Shared: rate sheet');
  expect(mailbox.attachments(shared)[0]).toMatchObject({ kind: 'reference', name: 'rates.xlsx' });
  expect(mailbox.attachments(shared)[0]?.bytes()).toBeNull();
  expect((await parsed(shared)).attachments).toEqual([]);
  expect(named('Chart of the week').hasAttachments).toBe(false);
  expect((await parsed(named('Chart of the week'))).attachments[0]?.cid).toBe('chart@tiny');
});

test('Bcc is on the sender’s copy only', () => {
  expect(mime(named('Price for partner'))).toContain('BCC: Ben Okafor <ben.okafor@tiny.example>');
  const ben = tenant.mailbox(tenant.person('ben.okafor@tiny.example')!.id)!;
  const all = { folderId: null, orderBy: 'receivedDateTime', direction: 'asc', from: null, to: null } as const;
  const copy = ben.list(all, 0, 10).find((message) => message.subject === 'Price for partner')!;
  expect(copy.internetMessageId).toBe(named('Price for partner').internetMessageId);
  expect(Buffer.from(ben.mime(copy, 0) as Uint8Array).toString()).not.toMatch(/^BCC:/im);
});

test('meeting messages carry their method', () => {
  const methods = messages.flatMap((message) => (message.kind === 'message' ? [] : [[message.kind, mime(message)]]));
  expect(methods.map(([kind]) => kind).sort()).toEqual(['meetingAccepted', 'meetingCancelled', 'meetingRequest']);
  const expected: Record<string, string> = {
    meetingRequest: 'REQUEST',
    meetingCancelled: 'CANCEL',
    meetingAccepted: 'REPLY',
  };
  for (const [kind, text] of methods) expect(text).toContain(`method=${expected[kind!]!}`);
});

test('signed and encrypted mail keep their envelope', () => {
  expect(mime(named('Signed: release note'))).toContain('multipart/signed; protocol="application/pkcs7-signature"');
  expect(mime(named('Encrypted: bank details'))).toContain('smime-type=enveloped-data');
  expect(mailbox.body(named('Encrypted: bank details')).content).toBe('');
  expect(mailbox.attachments(named('Encrypted: bank details'))[0]?.name).toBe('smime.p7m');
});

test('a large message is handed over in pieces that add up', async () => {
  const bytes = Buffer.alloc(9_000_000, 'abcdefghij');
  const message = mailbox.deliver({
    folder: 'archive',
    subject: 'Large',
    text: 'See attachment.',
    attachments: [{ name: 'large.bin', contentType: 'application/octet-stream', bytes }],
  });
  const rendered = mailbox.mime(message, 0);
  expect(rendered).not.toBeInstanceOf(Uint8Array);
  const pieces: Uint8Array[] = [];
  for await (const piece of rendered as AsyncIterable<Uint8Array>) pieces.push(piece);
  const mail = await simpleParser(Buffer.concat(pieces));
  expect(mail.attachments[0]?.content.equals(bytes)).toBe(true);
});
