import { expect, test } from 'vitest';
import type { ListingRange, Mailbox, Message } from '../contract.ts';
import { createTenant } from '../create-tenant.ts';
import { seededRandom } from '../random.ts';

/** What a plain array makes of the same question. */
function plainly(messages: readonly Message[], recoverable: ReadonlySet<string>, range: ListingRange): Message[] {
  const time = (message: Message): number => message[range.orderBy];
  const found = messages
    .filter((each) =>
      range.folderId === null ? !recoverable.has(each.parentFolderId) : each.parentFolderId === range.folderId,
    )
    .filter((each) => range.from === null || time(each) >= range.from)
    .filter((each) => range.to === null || time(each) < range.to)
    .sort((a, b) => time(a) - time(b) || (a.id < b.id ? -1 : 1));
  return range.direction === 'asc' ? found : found.reverse();
}

const whole: ListingRange = { folderId: null, orderBy: 'receivedDateTime', direction: 'asc', from: null, to: null };

function contents(mailbox: Mailbox): Map<string, Message> {
  const all = mailbox
    .folders()
    .flatMap((folder) => mailbox.list({ ...whole, folderId: folder.id }, 0, Number.MAX_SAFE_INTEGER));
  return new Map(all.map((message) => [message.id, message]));
}

test('answers as an array of messages would, through five hundred changes', async () => {
  const tenant = await createTenant({ scale: { people: 2, messages: 500 }, clock: { rate: 0 } });
  const mailbox = tenant.mailbox(tenant.people[0]!.id)!;
  const random = seededRandom('brute force');
  const known = contents(mailbox);
  expect(known.size).toBe(250);
  const folderIds = mailbox.folders().map((folder) => folder.id);
  const recoverable = new Set(mailbox.folders().flatMap((each) => (each.place === 'recoverable' ? [each.id] : [])));
  const times = [...known.values()].map((message) => message.receivedDateTime);

  for (let step = 0; step < 500; step++) {
    tenant.clock.advance(random.between(1, 90_000));
    const ids = [...known.keys()];
    const id = random.pick(ids);
    const what = random.below(10);
    if (what < 4) known.set(id, mailbox.move(id, random.pick(folderIds)));
    else if (what < 6) known.set(id, mailbox.touch(id, { isRead: random.chance(0.5) }));
    else if (what < 9) {
      const receivedDateTime = random.pick(times) + random.between(1, 900);
      const delivered = mailbox.deliver({ folder: 'inbox', subject: `step ${step}`, text: 'x', receivedDateTime });
      known.set(delivered.id, delivered);
    } else {
      mailbox.vanish(id);
      known.delete(id);
    }
    if (step % 5 !== 0) continue;
    const bounds = [null, random.pick(times), random.pick(times) + 1, tenant.clock.now() - 1_000_000];
    const range: ListingRange = {
      folderId: random.pick([null, ...folderIds]),
      orderBy: random.pick(['receivedDateTime', 'lastModifiedDateTime']),
      direction: random.pick(['asc', 'desc']),
      from: random.pick(bounds),
      to: random.pick(bounds),
    };
    const expected = plainly([...known.values()], recoverable, range);
    expect(mailbox.count(range)).toBe(expected.length);
    const [skip, limit] = [random.below(60), random.between(1, 120)];
    const listed = mailbox.list(range, skip, limit);
    expect(listed.map((message) => message.id)).toEqual(expected.slice(skip, skip + limit).map((each) => each.id));
    for (const folderId of folderIds) {
      const inside = [...known.values()].filter((message) => message.parentFolderId === folderId);
      const unread = inside.filter((message) => !message.isRead).length;
      expect(mailbox.counts(folderId)).toEqual({ messages: inside.length, unread });
    }
  }
});

test('messages of different mailboxes and numbers differ, attachments included', async () => {
  const tenant = await createTenant({ scale: { people: 4, messages: 400, averageBytes: 4_000 } });
  const bytes = new Set<string>();
  const files = new Set<string>();
  let count = 0;
  let total = 0;
  for (const person of tenant.people) {
    const mailbox = tenant.mailbox(person.id)!;
    for (const message of mailbox.list(whole, 0, 1_000)) {
      const mime = Buffer.from(mailbox.mime(message, 0) as Uint8Array).toString('latin1');
      // From the body on: the header alone would make all of them different.
      bytes.add(mime.slice(mime.indexOf('MIME-Version')));
      for (const attachment of mailbox.attachments(message))
        files.add(Buffer.from(attachment.bytes()!).toString('latin1'));
      count += 1;
      total += mime.length;
    }
  }
  expect(bytes.size).toBe(count);
  expect(files.size).toBeGreaterThan(20);
  expect(total / count).toBeGreaterThan(3_000);
  expect(total / count).toBeLessThan(5_000);
});

test('a page deep in a large mailbox is there at once', async () => {
  const tenant = await createTenant({ scale: { people: 1, messages: 1_000_000 } });
  const mailbox = tenant.mailbox(tenant.people[0]!.id)!;
  mailbox.deliver({ folder: 'inbox', subject: 'one change', text: 'x' });
  for (let page = 0; page < 50; page++) {
    expect(mailbox.list({ ...whole, direction: 'desc' }, page * 19_000, 10)).toHaveLength(10);
  }
});
