import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { immutable, signedIn, type Client, type Item, type Reply } from '../../../tests/signed-in.ts';
import type { Mailbox } from '../../model/contract.ts';
import { startSimulatedTenant, type SimulatedTenant } from '../../start.ts';

let simulated: SimulatedTenant;
let client: Client;
let mailbox: Mailbox;
let mail: string;
const start = Date.UTC(2026, 10, 1, 8);

/** A mailbox with thirty messages in `Walk`, two at each of fifteen minutes. */
beforeAll(async () => {
  simulated = await startSimulatedTenant({ seed: 'tiny' });
  client = await signedIn(simulated);
  mail = `/v1.0/users/${simulated.mailboxes[0]!}`;
  mailbox = simulated.tenant.mailbox(simulated.tenant.person(simulated.mailboxes[0]!)!.id)!;
});
afterAll(() => simulated.stop());

let folder: string;
let serial = 0;
beforeEach(() => {
  serial += 1;
  folder = mailbox.createFolder({ displayName: `Walk ${serial}` }).id;
  for (let index = 0; index < 30; index += 1) {
    mailbox.deliver({
      folder,
      subject: `Number ${index}`,
      text: 'Hello',
      from: { name: 'Ben', address: index % 2 === 0 ? 'ben@elsewhere.example' : 'ann@elsewhere.example' },
      to: [],
      receivedDateTime: start + Math.floor(index / 2) * 60_000,
    });
  }
});
const inFolder = (rest: string): string => `${mail}/mailFolders/${encodeURIComponent(folder)}/messages${rest}`;
const subjects = (reply: Reply): string[] => reply.json.value.map(({ subject }) => subject);
const expectCode = (reply: Reply, status: number, code: string): void =>
  expect([reply.status, reply.json.error.code]).toEqual([status, code]);

describe('listing', () => {
  test('ten by default, newest first, to the end by nextLink', async () => {
    const pages = await client.pages(inFolder(''));
    expect(pages.map(({ json }) => json.value.length)).toEqual([10, 10, 10]);
    expect(new Set(pages.flatMap(subjects)).size).toBe(30);
    expect(pages.at(-1)!.json).not.toHaveProperty('@odata.nextLink');
    const times = pages.flatMap(({ json }) =>
      json.value.map((message: { receivedDateTime: string }) => message.receivedDateTime),
    );
    expect(times).toEqual(times.toSorted().toReversed());
  });
  test('a window by key, ascending, with count', async () => {
    const filter = 'receivedDateTime ge 2026-11-01T08:03:00Z and receivedDateTime lt 2026-11-01T08:05:00Z';
    const reply = await client.get(
      inFolder(`?$filter=${filter}&$orderby=receivedDateTime asc&$count=true&$top=3&$select=subject`),
    );
    expect(subjects(reply)).toEqual(['Number 6', 'Number 7', 'Number 8']);
    expect(reply.json['@odata.count']).toBe(4);
    expect(Object.keys(reply.first).toSorted()).toEqual(['@odata.etag', 'id', 'subject']);
    expect(subjects(await client.get(reply.json['@odata.nextLink']!))).toEqual(['Number 9']);
  });
  test('nextLink counts items, so what is moved away between two pages shifts one past the reader', async () => {
    const first = await client.get(inFolder('?$top=10&$orderby=receivedDateTime desc'), immutable);
    mailbox.move(first.first.id, 'deleteditems');
    const rest: Reply[] = [];
    for (let next = first.json['@odata.nextLink']; next !== undefined; next = rest.at(-1)!.json['@odata.nextLink'])
      rest.push(await client.get(next, immutable));
    expect(new Set([first, ...rest].flatMap(subjects)).size).toBe(29);
  });
  test('filters of the documented kinds', async () => {
    const found = async (filter: string): Promise<number> =>
      (await client.get(inFolder(`?$top=100&$filter=${encodeURIComponent(filter)}`))).json.value.length;
    expect(await found("from/emailAddress/address eq 'BEN@elsewhere.example'")).toBe(15);
    expect(await found("contains(subject,'number 2')")).toBe(11);
    expect(await found("subject eq 'Number 3' or subject eq 'Number 4'")).toBe(2);
    expect(await found("(isRead eq false) and (importance eq 'normal') and isDraft eq false")).toBe(30);
    expect(await found('receivedDateTime ge 2026-11-01 and hasAttachments eq true')).toBe(0);
    const id = (await client.get(inFolder('?$top=1'))).first.internetMessageId;
    expect(await found(`internetMessageId eq '${id.replaceAll("'", "''")}'`)).toBe(1);
    expect((await client.get(inFolder("/$count?$filter=subject eq 'Number 3'"))).text).toBe('1');
  });
  test.each([
    ['?$filter=isRead eq false&$orderby=receivedDateTime desc', 'InefficientFilter'],
    [
      "?$filter=contains(subject,'x') and receivedDateTime ge 2026-01-01T00:00:00Z&$orderby=receivedDateTime",
      'InefficientFilter',
    ],
    ["?$filter=receivedDateTime ge '2026-01-01'", 'BadRequest'],
    ['?$filter=receivedDateTime ge', 'BadRequest'],
    ['?$filter=nothing eq 1', 'BadRequest'],
    ["?$filter=bodyPreview eq 'x'", 'ErrorInvalidProperty'],
    ['?$filter=not isRead eq true', 'ErrorInvalidUrlQueryFilter'],
    ["?$filter=endswith(subject,'x')", 'ErrorInvalidUrlQueryFilter'],
    ['?$select=nothing', 'BadRequest'],
    ['?$select=size', 'BadRequest'],
    ['?$top=1001', 'BadRequest'],
    ['?$top=0', 'BadRequest'],
    ['?$orderby=body', 'ErrorInvalidProperty'],
    ['?$wrong=1', 'BadRequest'],
    ['?$expand=nothing', 'BadRequest'],
  ])('refuses %s with %s', async (query, code) => {
    expectCode(await client.get(inFolder(query)), 400, code);
  });
  test('the order that leads the filter is allowed', async () => {
    const reply = await client.get(
      inFolder(
        "?$top=50&$filter=receivedDateTime ge 1900-01-01T00:00:00Z and contains(subject,'Number 1')&$orderby=receivedDateTime",
      ),
    );
    expect(subjects(reply)).toHaveLength(11);
    expect(subjects(reply)[0]).toBe('Number 1');
  });
});

describe('ids', () => {
  test('mutable ids change with a move, immutable ones do not', async () => {
    const { first: mutable } = await client.get(inFolder('?$top=1'));
    const { first: fixed } = await client.get(inFolder('?$top=1'), immutable);
    expect(mutable.id).toMatch(/^AAMk/);
    expect(fixed.id).toMatch(/^AAkA/);
    const moved = mailbox.move(fixed.id, 'archive');
    expectCode(await client.get(`${mail}/messages/${encodeURIComponent(mutable.id)}`), 404, 'ErrorItemNotFound');
    const after = await client.get(`${mail}/messages/${encodeURIComponent(fixed.id)}`, immutable);
    expect(after.json).toMatchObject({ id: fixed.id, parentFolderId: moved.parentFolderId });
    expect(after.json.changeKey).not.toBe(fixed.changeKey);
  });
  test('translateExchangeIds goes both ways', async () => {
    const { id } = (await client.get(inFolder('?$top=1'))).first;
    const forth = await client.post(`${mail}/translateExchangeIds`, {
      inputIds: [id],
      sourceIdType: 'restId',
      targetIdType: 'restImmutableEntryId',
    });
    const { targetId } = forth.first;
    expect(targetId).toMatch(/^AAkA/);
    const back = await client.post(`${mail}/translateExchangeIds`, {
      inputIds: [targetId],
      sourceIdType: 'restImmutableEntryId',
      targetIdType: 'restId',
    });
    expect(back.json.value).toEqual([{ sourceId: targetId, targetId: id }]);
  });
});

describe('content', () => {
  test('two fetches of one message differ in their boundaries, and come in chunks without a length', async () => {
    const list = await client.get(`${mail}/messages?$filter=hasAttachments eq true&$top=50`);
    const path = `${mail}/messages/${encodeURIComponent(list.first.id)}/$value`;
    const [first, second] = [await client.get(path), await client.get(path)];
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toBe('text/plain');
    expect(first.headers.get('content-length')).toBeNull();
    expect(first.text).toMatch(/^MIME-Version: |^Received: |^From: /m);
    expect(first.text).not.toBe(second.text);
    await using still = await startSimulatedTenant({ seed: 'tiny', varyBytes: false });
    const other = await signedIn(still);
    expect((await other.get(path)).text).toBe((await other.get(path)).text);
  });
  test('size comes as an extended property, in the spelling of Exchange', async () => {
    const reply = await client.get(
      inFolder(
        `?$top=1&$select=id&$expand=${encodeURIComponent("singleValueExtendedProperties($filter=id eq 'Integer 0x0E08')")}`,
      ),
    );
    expect(reply.first.singleValueExtendedProperties).toEqual([
      { id: 'Integer 0xe08', value: expect.stringMatching(/^\d+$/) as unknown },
    ]);
  });
  test('attachments: file bytes, attached item as MIME, 405 for a reference', async () => {
    const messages = (await client.pages(`${mail}/messages?$top=100&$select=subject`)).flatMap(
      ({ json }) => json.value,
    );
    const kinds = new Map<string, { path: string; attachment: Item }>();
    for (const { id } of messages) {
      const path = `${mail}/messages/${encodeURIComponent(id)}/attachments`;
      for (const attachment of (await client.get(path)).json.value)
        kinds.set(attachment['@odata.type'] ?? '', {
          path: `${path}/${encodeURIComponent(attachment.id)}`,
          attachment,
        });
    }
    const file = kinds.get('#microsoft.graph.fileAttachment')!;
    const bytes = await fetch(`${simulated.url}${file.path}/$value`, {
      headers: { Authorization: `Bearer ${client.token}` },
    });
    expect(Buffer.from(await bytes.arrayBuffer()).toString('base64')).toBe(file.attachment.contentBytes);
    const item = kinds.get('#microsoft.graph.itemAttachment')!;
    expect((await client.get(`${item.path}/$value`)).status).toBe(200);
    expect((await client.get(`${item.path}?$expand=microsoft.graph.itemattachment/item`)).json.item).toHaveProperty(
      'subject',
    );
    const reference = kinds.get('#microsoft.graph.referenceAttachment')!;
    expect((await client.get(`${reference.path}/$value`)).status).toBe(405);
    expect(reference.attachment).not.toHaveProperty('contentBytes');
  });
  test('meeting messages carry their type and the misspelt-enum properties', async () => {
    const all = (await client.get(`${mail}/messages?$top=100`)).json.value;
    const request = all.find((message) => message['@odata.type'] === '#microsoft.graph.eventMessageRequest');
    expect(request).toMatchObject({ meetingMessageType: 'meetingRequest', type: 'singleInstance' });
    expect(all.some((message) => message['@odata.type'] === undefined)).toBe(true);
  });
  test('bodies come as text when preferred', async () => {
    const reply = await client.get(`${mail}/messages?$top=20&$select=body`, {
      Prefer: 'outlook.body-content-type="text"',
    });
    expect(reply.headers.get('preference-applied')).toBe('outlook.body-content-type="text"');
    for (const { body } of reply.json.value) expect(body.contentType).toBe('text');
  });
});

describe('folders', () => {
  test('the list shows the top level; delta shows the visible tree, flat', async () => {
    const top = (await client.pages(`${mail}/mailFolders?$top=5`)).flatMap(({ json }) =>
      json.value.map(({ displayName }) => displayName),
    );
    const flat = (await client.pages(`${mail}/mailFolders/delta`, { Prefer: 'odata.maxpagesize=4' })).flatMap(
      ({ json }) => json.value.map(({ displayName }) => displayName),
    );
    expect(top).toContain('Inbox');
    expect(flat.length).toBeGreaterThan(top.length - 1);
    const nested = mailbox
      .folders()
      .find(
        ({ parentFolderId, place, isHidden }) =>
          place === 'visible' && !isHidden && mailbox.folder(parentFolderId ?? '')?.wellKnownName === 'inbox',
      )!;
    expect(flat).toContain(nested.displayName);
    expect(top).not.toContain(nested.displayName);
    expect(flat).not.toContain('Recoverable Items');
  });
  test('delta of the tree refuses $top, tells changes, and 410s a foreign token', async () => {
    expectCode(await client.get(`${mail}/mailFolders/delta?$top=5`), 400, 'ErrorInvalidUrlQuery');
    const last = (await client.pages(`${mail}/mailFolders/delta`, { Prefer: 'odata.maxpagesize=100' })).at(-1)!;
    const made = mailbox.createFolder({ displayName: 'Fresh' });
    mailbox.deleteFolder(folder);
    const next = await client.get(last.json['@odata.deltaLink']);
    expect(next.json.value).toEqual([
      expect.objectContaining({ displayName: 'Fresh', id: made.id }),
      expect.objectContaining({ id: folder, '@removed': { reason: 'deleted' } }),
    ]);
    expectCode(await client.get(`${mail}/mailFolders/delta?$deltatoken=xyz`), 410, 'SyncStateNotFound');
  });
  test('the dumpster is reached by name only', async () => {
    const children = await client.get(`${mail}/mailFolders/recoverableitemsroot/childFolders?$top=50`);
    expect(children.json.value.map(({ displayName }) => displayName)).toEqual(
      expect.arrayContaining(['Deletions', 'Purges', 'Versions', 'DiscoveryHolds']),
    );
    expect((await client.get(`${mail}/mailFolders/recoverableitemspurges/messages`)).status).toBe(200);
  });
});

describe('message delta', () => {
  const page = { Prefer: 'odata.maxpagesize=7' };
  const both = { Prefer: 'odata.maxpagesize=7, IdType="ImmutableId"' };
  test('walks all, then tells adds, changes and removals', async () => {
    const pages = await client.pages(inFolder('/delta?$select=subject'), both);
    expect(pages.map(({ json }) => json.value.length)).toEqual([7, 7, 7, 7, 2]);
    const ids = pages.flatMap(({ json }) => json.value.map(({ id }) => id));
    expect(new Set(ids).size).toBe(30);
    mailbox.touch(ids[3]!, { isRead: true });
    mailbox.move(ids[5]!, 'deleteditems');
    const fresh = mailbox.deliver({ folder, subject: 'Fresh', text: 'x', to: [] });
    const changes = await client.pages(pages.at(-1)!.json['@odata.deltaLink'], both);
    const entries = new Map(changes.flatMap(({ json }) => json.value.map((entry) => [entry.id, entry] as const)));
    expect([...entries.keys()].toSorted()).toEqual([ids[3]!, ids[5]!, fresh.id].toSorted());
    expect(entries.get(ids[5]!)).toMatchObject({
      '@removed': { reason: 'deleted' },
      '@odata.type': '#microsoft.graph.message',
    });
    const quiet = await client.get(changes.at(-1)!.json['@odata.deltaLink'], both);
    expect(quiet.json.value).toEqual([]);
    expect(quiet.json['@odata.deltaLink']).toBeDefined();
  });
  test('misses nothing that stays while others move in and out during the walk', async () => {
    const stays = new Set<string>();
    const seen = new Set<string>();
    const first = await client.get(inFolder('/delta'), both);
    const given: string[] = first.json.value.map(({ id }) => id);
    mailbox.move(given[0]!, 'archive');
    mailbox.move(given[6]!, 'archive');
    mailbox.deliver({ folder, subject: 'Late', text: 'x', to: [], receivedDateTime: start + 5 * 60_000 });
    for (const message of mailbox.list(
      { folderId: folder, orderBy: 'receivedDateTime', direction: 'asc', from: null, to: null },
      0,
      100,
    ))
      stays.add(message.id);
    const apply = (reply: Reply): void => {
      for (const entry of reply.json.value)
        entry['@removed'] === undefined ? seen.add(entry.id) : seen.delete(entry.id);
    };
    apply(first);
    let next = first.json['@odata.nextLink'];
    while (next !== undefined) {
      const reply = await client.get(next, both);
      apply(reply);
      next = reply.json['@odata.nextLink'];
    }
    expect([...seen].toSorted()).toEqual([...stays].toSorted());
  });
  test('takes the documented filter and order only, and caps a filtered round', async () => {
    const filtered = await client.pages(
      inFolder('/delta?$filter=receivedDateTime ge 2026-11-01T08:10:00Z&$orderby=receivedDateTime desc'),
      page,
    );
    expect(filtered.flatMap(({ json }) => json.value)).toHaveLength(10);
    expectCode(await client.get(inFolder('/delta?$filter=isRead eq true')), 400, 'ErrorInvalidUrlQueryFilter');
    expectCode(await client.get(inFolder('/delta?$search=x')), 400, 'ErrorInvalidUrlQuery');
    expectCode(await client.get(inFolder('/delta?$orderby=subject')), 400, 'ErrorInvalidUrlQuery');
  });
  test('tokens are opaque, tied to their folder, and altered ones are gone', async () => {
    const first = await client.get(inFolder('/delta'), page);
    const next = first.json['@odata.nextLink'] as string;
    expect(next).toMatch(/mailfolders\('AQMk[^']*'\)\/messages\/delta\?\$skiptoken=/);
    expectCode(await client.get(next.replace(encodeURIComponent(folder), 'inbox'), page), 410, 'SyncStateNotFound');
    expectCode(await client.get(`${next.slice(0, -3)}abc`, page), 410, 'SyncStateNotFound');
  });
  test('a folder that is gone answers ErrorSyncFolderNotFound', async () => {
    mailbox.deleteFolder(folder);
    expectCode(await client.get(inFolder('/delta')), 404, 'ErrorSyncFolderNotFound');
  });
});

test('the archive is a mailbox of its own, reached by its id', async () => {
  const person = simulated.tenant.people.find(({ id }) => simulated.tenant.archive(id) !== undefined);
  if (person === undefined) throw new Error('the seed has no archive');
  const settings = await client.get(`/beta/users/${person.id}/settings/exchange`);
  expect(settings.json.primaryMailboxId).toMatch(/^MBX:[0-9a-f-]{36}@/);
  expect((await client.get(`/v1.0/users/${person.id}/settings/exchange`)).json).not.toHaveProperty(
    'inPlaceArchiveMailboxId',
  );
  expect(
    (await client.get(`/v1.0/users/${encodeURIComponent(settings.json.inPlaceArchiveMailboxId)}/mailFolders/delta`))
      .status,
  ).toBe(200);
  expect(simulated.meter.readings().map(({ mailbox: name }) => name)).toContain(`${person.id}/archive`);
});
