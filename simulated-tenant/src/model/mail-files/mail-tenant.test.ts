import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ListingRange, Mailbox, Tenant } from '../contract.ts';
import { createTenant } from '../create-tenant.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mail-tenant-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function write(path: string, content: string | Uint8Array): void {
  const full = join(directory, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
}

const mail = (subject: string, extra = ''): string =>
  `From: "Smith, Al" <al@there.example>\r\nTo: me@here.example\r\nSubject: ${subject}\r\n${extra}Date: Mon, 02 Nov 2026 08:00:00 +0000\r\nMessage-ID: <${subject.replace(/\W/g, '')}@there.example>\r\n\r\nBody of ${subject}.\r\n`;

const everything: ListingRange = {
  folderId: null,
  orderBy: 'receivedDateTime',
  direction: 'asc',
  from: null,
  to: null,
};

function subjectsIn(mailbox: Mailbox, name: string): string[] {
  const folder = mailbox.folders().find((each) => each.displayName === name || each.wellKnownName === name);
  return mailbox.list({ ...everything, folderId: folder!.id }, 0, 100).map((message) => message.subject);
}

const bytesOf = (mailbox: Mailbox, at: number, variant = 0): string =>
  Buffer.from(mailbox.mime(mailbox.list(everything, at, 1)[0]!, variant) as Uint8Array).toString('latin1');

const boxOf = (tenant: Tenant, address: string): Mailbox => tenant.mailbox(tenant.person(address)!.id)!;

test('folders named for addresses become mailboxes, files keep their bytes', async () => {
  write('me@here.example/Inbox/1.eml', mail('one'));
  write('me@here.example/Inbox/Customers/North/2.eml', mail('two'));
  write('me@here.example/Sent Items/3.eml', mail('three'));
  write('me@here.example/Recoverable Items/Purges/4.eml', mail('four'));
  write('you@other.example/Projects/5.eml', mail('five'));
  const tenant = await createTenant({ mail: directory });
  expect(tenant.people.map((person) => person.userPrincipalName)).toEqual(['me@here.example', 'you@other.example']);
  expect(tenant.verifiedDomains).toEqual(['here.example', 'other.example']);
  const mine = boxOf(tenant, 'me@here.example');
  expect(subjectsIn(mine, 'inbox')).toEqual(['one']);
  expect(subjectsIn(mine, 'North')).toEqual(['two']);
  expect(mine.folders().find((folder) => folder.displayName === 'North')?.parentFolderId).toBe(
    mine.childFolders('inbox').find((folder) => folder.displayName === 'Customers')?.id,
  );
  expect(subjectsIn(mine, 'sentitems')).toEqual(['three']);
  expect(subjectsIn(mine, 'recoverableitemspurges')).toEqual(['four']);
  expect(mine.list(everything, 0, 1)[0]?.from).toEqual({ name: 'Smith, Al', address: 'al@there.example' });
  const one = mine.list({ ...everything, folderId: mine.folder('inbox')!.id }, 0, 1)[0]!;
  expect(Buffer.from(mine.mime(one, 7) as Uint8Array).toString()).toBe(mail('one'));
});

test('a flat folder becomes the inbox of everyone', async () => {
  write('b.eml', mail('beta'));
  write('a.eml', mail('alpha', 'Received: by x; Sun, 01 Nov 2026 08:00:00 +0000\r\n'));
  write('readme.txt', 'not mail');
  const tenant = await createTenant({ mail: directory });
  const everyone = boxOf(tenant, 'everyone@files.example');
  expect(subjectsIn(everyone, 'inbox')).toEqual(['alpha', 'beta']);
});

test('addresses of every form are mailboxes; what is left out is said', async () => {
  const addresses = ["o'brien@here.example", 'me+tag@here.example', 'zoë@exämple.example', '"al smith"@here.example'];
  for (const address of addresses) write(`${address}/1.eml`, mail('one'));
  write('al smith@here.example/2.eml', mail('two'));
  symlinkSync(join(directory, addresses[0]!, '1.eml'), join(directory, addresses[0]!, 'linked.eml'));
  const tenant = await createTenant({ mail: directory });
  expect(tenant.people.map((person) => person.userPrincipalName).sort()).toEqual(
    [...addresses, `everyone@${tenant.domain}`].sort(),
  );
  for (const address of addresses) expect(subjectsIn(boxOf(tenant, address), 'inbox')).toEqual(['one']);
  expect(tenant.leftOut?.()).toEqual([
    `${join(directory, 'al smith@here.example')}: not an address, so its mail is in everyone@${tenant.domain}`,
    `${join(directory, addresses[0]!, 'linked.eml')}: symbolic links are not followed`,
  ]);
});

test('reads a maildir with its flags and sub-folders', async () => {
  const root = 'me@here.example';
  write(`${root}/cur/1.host:2,S`, mail('seen'));
  write(`${root}/new/2.host`, mail('fresh'));
  write(`${root}/tmp/3.host`, mail('unfinished'));
  write(`${root}/.Work.Deep/cur/4.host:2,FS`, mail('flagged'));
  const mailbox = boxOf(await createTenant({ mail: directory }), root);
  expect(subjectsIn(mailbox, 'inbox').sort()).toEqual(['fresh', 'seen']);
  expect(mailbox.counts('inbox').unread).toBe(1);
  expect(subjectsIn(mailbox, 'Deep')).toEqual(['flagged']);
  expect(mailbox.count(everything)).toBe(3);
});

test('unquotes both flavours of mbox', async () => {
  const body =
    'From: a@x.example\nSubject: q\nDate: Mon, 02 Nov 2026 08:00:00 +0000\n\n>From here\n>>From there\nFrom now on\n';
  const box = `From a@x.example Mon Nov  2 08:00:00 2026\n${body}\nFrom b@x.example Mon Nov  2 09:00:00 2026\nSubject: second\nDate: Mon, 02 Nov 2026 09:00:00 +0000\n\nEnd\n`;
  write('me@here.example/Old.mbox', box);
  write('me@here.example/Older.mboxo', box.replace('08:00:00 +0000', '07:00:00 +0000'));
  const mailbox = boxOf(await createTenant({ mail: directory }), 'me@here.example');
  expect(subjectsIn(mailbox, 'Old')).toEqual(['q', 'second']);
  expect(bytesOf(mailbox, 0)).toContain('\nFrom here\n>>From there\nFrom now on\n');
  expect(bytesOf(mailbox, 1)).toContain('\nFrom here\n>From there\nFrom now on\n');
  expect(bytesOf(mailbox, 2)).toMatch(/End\n$/);
});

test('hostile files and folders do not stop it', async () => {
  const root = 'me@here.example/Inbox';
  write(`${root}/zero.eml`, '');
  write(
    `${root}/noise.eml`,
    Uint8Array.from({ length: 5_000 }, (_, at) => (at * 97) % 256),
  );
  write(`${root}/no-header.eml`, '\r\n\r\nonly a body');
  write(`${root}/long.eml`, `Subject: ${'=?utf-8?B?'.repeat(50_000)}\r\n\r\nx`);
  write(
    `${root}/charset.eml`,
    'Subject: =?no-such?Q?=E9t=E9?=\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xe9',
  );
  write(`${root}/dates.eml`, 'Date: Sat, 99 Foo 99999 88:00\r\nReceived: nonsense\r\n\r\nx');
  write(`${root}/nested.eml`, nestedDeeply(300));
  write(`${root}/addresses.eml`, `To: ${'"'.repeat(999)},<<<>>>,a@b,(((\r\nFrom: ;;;:@\r\n\r\nx`);
  write(`${root}/empty.mbox`, '');
  write(`${root}/prose.mbox`, 'From the beginning it was clear\nthat this is no mail.\n');
  symlinkSync('/', join(directory, root, 'loop'));
  symlinkSync(join(directory, root, 'gone'), join(directory, root, 'dangling.eml'));
  const mailbox = boxOf(await createTenant({ mail: directory, varyBytes: true }), 'me@here.example');
  const messages = mailbox.list(everything, 0, 100);
  expect(messages).toHaveLength(8);
  for (const message of messages) {
    mailbox.body(message);
    mailbox.attachments(message).forEach((attachment) => attachment.bytes());
    mailbox.internetMessageHeaders(message);
    expect(message.bodyPreview.length).toBeLessThanOrEqual(255);
    expect(mailbox.mime(message, 3)).toBeInstanceOf(Uint8Array);
    expect(Number.isFinite(message.receivedDateTime)).toBe(true);
  }
});

function nestedDeeply(levels: number): string {
  let body = 'Content-Type: text/plain\r\n\r\nbottom\r\n';
  for (let level = 0; level < levels; level++) {
    body = `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n${body}\r\n--b${level}--\r\n`;
  }
  return body;
}

test('varies the boundaries of real mail only when asked to', async () => {
  const parts = 'Content-Type: multipart/mixed; boundary="abcdef123456"\r\nMIME-Version: 1.0\r\n';
  const whole = mail('parts', parts).replace('Body of parts.', '--abcdef123456\r\n\r\nhello\r\n--abcdef123456--');
  write('me@here.example/Inbox/1.eml', whole);
  const steady = boxOf(await createTenant({ mail: directory }), 'me@here.example');
  expect(bytesOf(steady, 0, 1)).toBe(whole);
  const varying = boxOf(await createTenant({ mail: directory, varyBytes: true }), 'me@here.example');
  const [first, second] = [bytesOf(varying, 0, 1), bytesOf(varying, 0, 2)];
  expect(first).not.toBe(second);
  const boundary = (text: string): string => /boundary="([^"]+)"/.exec(text)![1]!;
  expect(first.replaceAll(boundary(first), 'abcdef123456')).toBe(whole);
  expect(second.replaceAll(boundary(second), 'abcdef123456')).toBe(whole);
});
