import { expect, test } from 'vitest';
import type { ListingRange, Mailbox } from '../contract.ts';
import { createTenant } from '../create-tenant.ts';

async function ada(): Promise<Mailbox> {
  const tenant = await createTenant({ seed: 'tiny', clock: { rate: 0 } });
  return tenant.mailbox(tenant.person('ada.marsh@tiny.example')!.id)!;
}

const inbox = (mailbox: Mailbox, change: Partial<ListingRange> = {}): ListingRange => ({
  folderId: mailbox.folder('inbox')!.id,
  orderBy: 'receivedDateTime',
  direction: 'desc',
  from: null,
  to: null,
  ...change,
});

test('lists newest first, and descending is ascending reversed', async () => {
  const mailbox = await ada();
  const down = mailbox.list(inbox(mailbox), 0, 100);
  const up = mailbox.list(inbox(mailbox, { direction: 'asc' }), 0, 100);
  expect(down.map((message) => message.id)).toEqual(up.map((message) => message.id).reverse());
  const times = down.map((message) => message.receivedDateTime);
  expect(times).toEqual([...times].sort((a, b) => b - a));
  const pages = [0, 4, 8, 12, 16, 20].flatMap((skip) => mailbox.list(inbox(mailbox), skip, 4));
  expect(pages.map((message) => message.id)).toEqual(down.map((message) => message.id));
});

test('items of one time are ordered by id, both ways', async () => {
  const mailbox = await ada();
  const same = 1_700_000_000_000;
  for (let at = 0; at < 8; at++) mailbox.deliver({ folder: 'archive', subject: `${at}`, receivedDateTime: same });
  const folderId = mailbox.folder('archive')!.id;
  const up = mailbox.list(inbox(mailbox, { folderId, direction: 'asc' }), 0, 100).map((message) => message.id);
  expect(up).toEqual([...up].sort((a, b) => (a < b ? -1 : 1)));
  const down = mailbox.list(inbox(mailbox, { folderId }), 0, 100).map((message) => message.id);
  expect(down).toEqual([...up].reverse());
});

test('counts agree with what is listed, folder by folder and by time', async () => {
  const mailbox = await ada();
  for (const folder of mailbox.folders()) {
    const range = inbox(mailbox, { folderId: folder.id });
    const listed = mailbox.list(range, 0, 1_000);
    expect(mailbox.count(range)).toBe(listed.length);
    const unread = listed.filter((message) => !message.isRead).length;
    expect(mailbox.counts(folder.id)).toEqual({ messages: listed.length, unread });
  }
  const [newest, second] = mailbox.list(inbox(mailbox), 0, 2);
  expect(mailbox.count(inbox(mailbox, { from: second!.receivedDateTime }))).toBe(2);
  expect(mailbox.count(inbox(mailbox, { to: newest!.receivedDateTime }))).toBe(
    mailbox.counts(mailbox.folder('inbox')!.id).messages - 1,
  );
});

test('the whole mailbox leaves Recoverable Items out and takes hidden folders in', async () => {
  const mailbox = await ada();
  const subjects = mailbox.list(inbox(mailbox, { folderId: null }), 0, 1_000).map((message) => message.subject);
  expect(subjects).toContain('Chat copy');
  expect(subjects).toContain('Newsletter');
  expect(subjects).not.toContain('Purged by hand');
  expect(mailbox.childFolders('recoverableitemsroot').map((folder) => folder.displayName)).toContain('Purges');
});

test('a move keeps the immutable id, changes the mutable one and the change key', async () => {
  const mailbox = await ada();
  const [before] = mailbox.list(inbox(mailbox), 0, 1);
  const after = mailbox.move(before!.id, 'archive');
  expect(after.id).toBe(before!.id);
  expect(after.mutableId).not.toBe(before!.mutableId);
  expect(after.changeKey).not.toBe(before!.changeKey);
  expect(mailbox.message(before!.mutableId)).toBeUndefined();
  expect(mailbox.message(after.mutableId)?.id).toBe(before!.id);
  const back = mailbox.move(after.id, 'inbox');
  expect(back.mutableId).not.toBe(before!.mutableId);
  expect(mailbox.body(back)).toEqual(mailbox.body(after));
});

test('ids have letters that a URL must escape, and differ between mailboxes', async () => {
  const tenant = await createTenant({ scale: { people: 2, messages: 400 } });
  const ids = tenant.people.map((person) => {
    const mailbox = tenant.mailbox(person.id)!;
    return mailbox.list({ ...inbox(mailbox), folderId: null }, 0, 200).flatMap((each) => [each.id, each.mutableId]);
  });
  const all = ids.flat();
  expect(new Set(all).size).toBe(800);
  expect(all.some((id) => id.includes('+')) && all.some((id) => id.includes('/'))).toBe(true);
  expect(all.every((id) => id.endsWith('='))).toBe(true);
  expect(ids[0]!.every((id) => /^AA(kA|Mk)/.test(id))).toBe(true);
  expect(tenant.mailbox(tenant.people[1]!.id)?.message(ids[0]![0]!)).toBeUndefined();
});

test('a delta sees a move as removed here and added there, with the id known here', async () => {
  const mailbox = await ada();
  const [from, to] = [mailbox.folder('inbox')!.id, mailbox.folder('deleteditems')!.id];
  const [here, there] = [mailbox.generation(from), mailbox.generation(to)];
  const [message] = mailbox.list(inbox(mailbox), 0, 1);
  mailbox.move(message!.id, to);
  expect(mailbox.changes(from, here)).toEqual([{ kind: 'removed', id: message!.id, mutableId: message!.mutableId }]);
  expect(mailbox.changes(to, there)).toMatchObject([{ kind: 'upsert', message: { id: message!.id } }]);
  mailbox.move(message!.id, from);
  expect(mailbox.changes(from, here)).toMatchObject([{ kind: 'upsert', message: { id: message!.id } }]);
  expect(mailbox.changes(to, there)).toMatchObject([{ kind: 'removed', id: message!.id }]);
  expect(mailbox.changes(from, mailbox.generation(from))).toEqual([]);
});

test('forgotten changes are unknown, later ones are known again', async () => {
  const mailbox = await ada();
  const { id } = mailbox.folder('inbox')!;
  const old = mailbox.generation(id);
  mailbox.forgetChanges(id);
  expect(mailbox.changes(id, old)).toBeNull();
  const fresh = mailbox.generation(id);
  const delivered = mailbox.deliver({ folder: 'inbox', subject: 'Later', text: 'Later.' });
  expect(mailbox.changes(id, fresh)).toMatchObject([{ kind: 'upsert', message: { id: delivered.id } }]);
  expect(mailbox.changes(id, mailbox.generation(id) + 1)).toBeNull();
});

test('delete, purge and vanish go one step further each', async () => {
  const mailbox = await ada();
  const [one, two, three] = mailbox.list(inbox(mailbox), 0, 3);
  mailbox.delete(one!.id);
  mailbox.purge(two!.id);
  mailbox.vanish(three!.id);
  expect(mailbox.message(one!.id)?.parentFolderId).toBe(mailbox.folder('recoverableitemsdeletions')!.id);
  expect(mailbox.message(two!.id)?.parentFolderId).toBe(mailbox.folder('recoverableitemspurges')!.id);
  expect(mailbox.message(three!.id)).toBeUndefined();
  expect(() => mailbox.move(three!.id, 'inbox')).toThrow('no such item');
});

test('a touch changes key and modification time, not the place nor the arrival', async () => {
  const tenant = await createTenant({ seed: 'tiny', clock: { rate: 0 } });
  const mailbox = tenant.mailbox(tenant.person('ada.marsh@tiny.example')!.id)!;
  const [before] = mailbox.list(inbox(mailbox), 0, 1);
  tenant.clock.advance(60_000);
  const after = mailbox.touch(before!.id, { isRead: true, flagged: true, categories: ['Red category'] });
  expect(after).toMatchObject({
    isRead: true,
    flagged: true,
    categories: ['Red category'],
    mutableId: before!.mutableId,
  });
  expect(after.receivedDateTime).toBe(before!.receivedDateTime);
  expect(after.lastModifiedDateTime).toBe(tenant.clock.now());
  const range = inbox(mailbox, { orderBy: 'lastModifiedDateTime', from: tenant.clock.now() });
  expect(mailbox.list(range, 0, 10).map((message) => message.id)).toEqual([before!.id]);
});

test('a copy is another item with the same words', async () => {
  const mailbox = await ada();
  const [original] = mailbox.list(inbox(mailbox), 0, 1);
  const copy = mailbox.copy(original!.id, 'archive');
  expect(copy.id).not.toBe(original!.id);
  expect(mailbox.mime(copy, 0)).toEqual(mailbox.mime(original!, 0));
});

test('a deleted folder leaves its messages, and those below it, in Deletions', async () => {
  const mailbox = await ada();
  const projects = mailbox.folders().find((folder) => folder.displayName === 'Projects')!;
  const before = mailbox.counts('recoverableitemsdeletions').messages;
  mailbox.deleteFolder(projects.id);
  expect(mailbox.counts('recoverableitemsdeletions').messages).toBe(before + 2);
  expect(mailbox.folders().some((folder) => ['Projects', 'Quay 4'].includes(folder.displayName))).toBe(false);
  expect(() => {
    mailbox.deleteFolder('inbox');
  }).toThrow('standard folder');
});

test('delivers whole messages as the bytes they are', async () => {
  const mailbox = await ada();
  const mime = Buffer.from(
    'From: =?utf-8?Q?J=C3=B6rg?= <j@x.example>\r\nTo: ada.marsh@tiny.example\r\nSubject: Raw\r\nDate: Thu, 19 Nov 2026 10:00:00 +0100\r\nMessage-ID: <raw@x.example>\r\n\r\nHello\r\n',
  );
  const message = mailbox.deliver({ folder: 'inbox', mime });
  expect(message).toMatchObject({ subject: 'Raw', internetMessageId: '<raw@x.example>', from: { name: 'Jörg' } });
  expect(message.sentDateTime).toBe(Date.UTC(2026, 10, 19, 9));
  expect(Buffer.from(mailbox.mime(message, 5) as Uint8Array).equals(mime)).toBe(true);
  expect(mailbox.body(message)).toEqual({ contentType: 'text', content: 'Hello\r\n' });
});
