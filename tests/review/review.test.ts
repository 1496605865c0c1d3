import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAuditTrail } from '#custody';
import type { MatterId } from '#evidence';
import { systemClock, type Database } from '#platform';
import { processMatter } from '#processing';
import {
  copiesOf,
  createTag,
  editTag,
  mergeTag,
  histogram,
  holdPage,
  pageOfHolds,
  pageOfNotes,
  pageOfSaved,
  pageOfTags,
  placeHold,
  recordView,
  releaseHold,
  removeNote,
  removeTag,
  reviewFacets,
  reviewSearch,
  saveSearch,
  suggest,
  tagItem,
  tagPage,
  threadOf,
  writeNote,
  type Filters,
  type Reviewing,
} from '#review';
import { countHits, findHits, findItem, indexMessages, QueryFailure, readItem } from '#search';
import { memoryVault } from '#vault';
import { keepMail } from '../../src/processing/testing.ts';
import { testDatabase } from '../postgres.ts';

const now = new Date('2026-02-01T00:00:00Z');
let database: Database;
let lakeside: MatterId;
let other: MatterId;

function mail(fields: Record<string, string>, body = 'Text'): Uint8Array {
  const header = Object.entries({ From: 'Ana <ana@lakeside.example>', To: 'bo@pike.example', ...fields });
  return Buffer.from(`${header.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${body}\r\n`);
}

beforeAll(async () => {
  database = await testDatabase();
  const vault = memoryVault();
  const lease = mail({ Subject: 'Lease of the quay', 'Message-ID': '<1@x>' });
  const answer = mail({ Subject: 'Re: Lease', 'Message-ID': '<2@x>', 'In-Reply-To': '<1@x>', Bcc: 'zoe@pike.example' });
  const broken = Buffer.alloc(40, 0);
  const keep = (messages: readonly Uint8Array[], more: object) => keepMail(database, vault, { messages, ...more });
  lakeside = (await keep([lease, answer, broken], { receivedAt: new Date('2026-01-10T08:00:00Z') })).matter;
  await keep([lease], {
    ...{ custodian: 'Bo', address: 'bo@lakeside.example', folderPath: 'Gelöschte Elemente' },
    receivedAt: new Date('2026-01-12T08:00:00Z'),
  });
  other = (await keep([lease], { matterName: 'Other', custodian: 'Secret Person', address: 's@secret.example' }))
    .matter;
  for (const matter of [lakeside, other]) await processMatter({ database, vault, matter });
  await indexMessages({ database });
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

function reviewing(matter = lakeside, actor = 'person:rita'): Reviewing {
  return { database, clock: systemClock, actor, matter };
}

async function find(text: string, filters: Filters = {}, matter = lakeside) {
  const search = await reviewSearch(database.reader, { matter, text, filters, now });
  const { hits } = await findHits(database.reader, search, { limit: 50 });
  expect(await countHits(database.reader, search)).toBe(hits.length);
  return hits;
}

async function first(subject: string): Promise<string> {
  return (await find(`subject:"${subject}"`))[0]!.id;
}

describe('a search of a reviewer', () => {
  it('shows everything that was kept, what could not be read too', async () => {
    const hits = await find('');
    expect(hits.map(({ custodian, subject }) => [custodian, subject])).toEqual([
      ['Bo', 'Lease of the quay'],
      ...hits.slice(1).map(({ subject }) => ['Ana', subject]),
    ]);
    expect(hits).toHaveLength(4);
    expect((await find('', { marks: ['unreadable'] })).length).toBeGreaterThan(0);
    expect((await find('lease', { marks: ['unreadable'] })).length).toBe(0);
  });

  it('never tells of another matter, in results, facets, histogram or suggestions', async () => {
    const search = await reviewSearch(database.reader, { matter: lakeside, text: '', filters: {}, now });
    const facets = await reviewFacets(database.reader, search);
    const bars = await histogram(database.reader, search);
    const custodians = await suggest(database.reader, lakeside, { text: 'custodian:S', at: 11 });
    const mailboxes = await suggest(database.reader, lakeside, { text: 'mailbox:s', at: 9 });
    expect(JSON.stringify({ facets, custodians, mailboxes })).not.toMatch(/secret/i);
    expect(bars.bars.reduce((sum, { count }) => sum + count, 0) + bars.undated).toBe(4);
    expect(facets.custodians).toMatchObject([
      { label: 'Ana', count: 3 },
      { label: 'Bo', count: 1 },
    ]);
    expect(await find('lease', {}, other)).toHaveLength(1);
  });

  it.each<[string, Filters, number]>([
    ['one of all copies', { duplicates: 'hide' }, 1],
    ['one copy for each custodian', { duplicates: 'per-custodian' }, 2],
    ['what lies in Deleted Items of any language', { marks: ['deleted'] }, 1],
    ['what was received in a span', { from: new Date('2026-01-11'), to: new Date('2026-01-13') }, 1],
    ['a sender', { senders: ['ANA@lakeside.example'] }, 2],
    ['a domain', { domains: ['lakeside.example'] }, 2],
    ['nothing where no file is attached', { hasAttachment: true }, 0],
  ])('is narrowed to %s', async (_what, filters, count) => {
    expect(await find('subject:quay', filters)).toHaveLength(count);
  });

  it('does not hide the copy of one custodian for the sake of one that was not found', async () => {
    const { custodians } = await reviewFacets(
      database.reader,
      await reviewSearch(database.reader, { matter: lakeside, text: '', filters: {}, now }),
    );
    const bo = custodians.find(({ label }) => label === 'Bo')!.value;
    expect(await find('subject:quay', { custodians: [bo], duplicates: 'hide' })).toHaveLength(1);
  });

  it('finds marks of messages', async () => {
    expect((await find('', { marks: ['has-bcc'] })).map(({ subject }) => subject)).toEqual(['Re: Lease']);
  });

  it('tells the place where a query is not understood', async () => {
    const refused = await find('lease AND (quay').catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(QueryFailure);
    expect(refused).toMatchObject({ code: 'bad-query', position: 15, length: 0 });
  });

  it('suggests properties, their choices, and senders', async () => {
    const at = (text: string) => suggest(database.reader, lakeside, { text, at: text.length });
    expect((await at('lease sub')).items.map(({ text }) => text)).toEqual(['subject:']);
    expect(await at('isdraft:t')).toMatchObject({ from: 8, to: 9, items: [{ text: 'true' }] });
    expect((await at('from:an')).items.map(({ text }) => text)).toEqual(['ana@lakeside.example']);
    expect((await at('from:"an')).from).toBe(5);
    expect((await at('folder:"gel')).items.map(({ text }) => text)).toEqual(['"Gelöschte Elemente"']);
  });
});

describe('what belongs to a message', () => {
  it('is its thread and the copies others hold, within the matter', async () => {
    const item = await findItem(database.reader, await first('quay'));
    const message = await readItem(database.reader, item);
    const thread = await threadOf(database.reader, lakeside, message!.threadId);
    expect((await findHits(database.reader, thread, { limit: 10 })).hits).toHaveLength(3);
    const of = { id: item.id, digest: item.bytes.digest, familyHash: message!.familyHash };
    const copies = await copiesOf(database.reader, lakeside, of);
    expect((await findHits(database.reader, copies, { limit: 10 })).hits.map(({ custodian }) => custodian)).toEqual([
      'Ana',
    ]);
  });
});

const whole = { after: null, limit: 100 };

describe('tags', () => {
  it('are put at messages, found, counted, renamed and removed', async () => {
    const tag = await createTag(reviewing(), { name: ' Privileged ', color: 'red' });
    const item = await first('quay');
    await tagItem(reviewing(), { tag: tag.id, item }, true);
    await tagItem(reviewing(), { tag: tag.id, item }, true);
    expect((await find('', { tags: [tag.id] })).map(({ id }) => id)).toEqual([item]);
    expect((await find('', { isUntagged: true })).map(({ id }) => id)).not.toContain(item);
    const all = (await find('')).map(({ id }) => id);
    expect(await tagPage(reviewing(), { tag: tag.id, isPut: true }, all)).toBe(3);
    expect(
      (await pageOfTags(database.reader, { matter: lakeside }, whole)).map(({ name, items }) => [name, items]),
    ).toEqual([['Privileged', 4]]);
    await editTag(reviewing(), tag.id, { name: 'Hot' });
    await removeTag(reviewing(), tag.id);
    expect(await pageOfTags(database.reader, { matter: lakeside }, whole)).toEqual([]);
    expect(await verifyAuditTrail(database.reader)).toMatchObject({ intact: true });
  });

  it('are merged: everything with one has the other, who had tagged stays, and the audit trail says so', async () => {
    const [from, into] = [
      await createTag(reviewing(), { name: 'Hott', color: 'red' }),
      await createTag(reviewing(), { name: 'Hot', color: 'red' }),
    ];
    const items = (await find('')).map(({ id }) => id);
    await tagPage(reviewing(), { tag: from.id, isPut: true }, items.slice(0, 3));
    await tagPage(reviewing(lakeside, 'person:max'), { tag: into.id, isPut: true }, items.slice(2));
    expect(await mergeTag(reviewing(), from.id, into.id)).toEqual({ items: 3, both: 1 });
    expect((await find('', { tags: [into.id] })).map(({ id }) => id).sort()).toEqual([...items].sort());
    const { rows } = await database.pool.query('select count(*)::integer as n, tagged_by from item_tags group by 2');
    expect(rows).toContainEqual({ n: 2, tagged_by: 'person:rita' });
    const trail = await database.pool.query("select subject from audit_entries where action = 'tag.merged'");
    expect(trail.rows).toMatchObject([{ subject: { name: 'Hott', intoName: 'Hot', items: 3, both: 1 } }]);
    await expect(mergeTag(reviewing(), from.id, into.id)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(mergeTag(reviewing(), into.id, into.id)).rejects.toMatchObject({ code: 'tag-with-itself' });
    const walled = await createTag(reviewing(other), { name: 'Elsewhere', color: 'gray' });
    await expect(mergeTag(reviewing(), into.id, walled.id)).rejects.toMatchObject({ kind: 'not-found' });
    await removeTag(reviewing(), into.id);
    await expect(tagPage(reviewing(), { tag: into.id, isPut: true }, items)).rejects.toMatchObject({
      kind: 'not-found',
    });
    await removeTag(reviewing(other), walled.id);
  });

  it('have names that are there once, whatever their case', async () => {
    await createTag(reviewing(), { name: 'Key', color: 'blue' });
    await expect(createTag(reviewing(), { name: 'KEY', color: 'blue' })).rejects.toMatchObject({
      code: 'tag-name-taken',
    });
    await expect(createTag(reviewing(other), { name: 'key', color: 'blue' })).resolves.toMatchObject({ name: 'key' });
  });

  it('cannot be put at a message of another matter, nor taken from there', async () => {
    const tag = await createTag(reviewing(other), { name: 'Walled', color: 'gray' });
    const item = await first('quay');
    await expect(tagItem(reviewing(other), { tag: tag.id, item }, true)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(tagItem(reviewing(), { tag: tag.id, item }, true)).rejects.toMatchObject({ kind: 'not-found' });
    expect(await tagPage(reviewing(other), { tag: tag.id, isPut: true }, [item])).toBe(0);
  });
});

describe('notes', () => {
  it('are removed by their writer or a case manager only, and the audit trail does not hold their text', async () => {
    const item = await first('quay');
    const note = await writeNote(reviewing(), item, 'Ask counsel about clause nine');
    expect(await pageOfNotes(database.reader, { matter: lakeside, item }, whole)).toMatchObject([
      { id: note.id, writtenBy: 'person:rita' },
    ]);
    expect(await pageOfNotes(database.reader, { matter: other, item }, whole)).toEqual([]);
    const another = reviewing(lakeside, 'person:max');
    await expect(removeNote(another, note.id, { mayRemoveOthers: false })).rejects.toMatchObject({ kind: 'denied' });
    await removeNote(another, note.id, { mayRemoveOthers: true });
    const { rows } = await database.pool.query('select subject::text from audit_entries where action like $1', [
      'note.%',
    ]);
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/counsel/);
  });
});

describe('a legal hold', () => {
  it('keeps what it covers from being deleted until it is released with a reason', async () => {
    const item = await first('Re: Lease');
    const hold = await placeHold(reviewing(), {
      name: 'Pike litigation',
      reason: 'Notice of 3 January',
      coversMatter: false,
    });
    expect(await holdPage(reviewing(), hold.id, [item, item])).toBe(1);
    const remove = () => database.pool.query('delete from items where id = $1', [item]);
    await expect(remove()).rejects.toMatchObject({ constraint: 'items_held' });
    expect((await find('', { holds: [hold.id] })).map(({ id }) => id)).toEqual([item]);
    await expect(releaseHold(reviewing(), hold.id, ' ')).rejects.toMatchObject({ kind: 'malformed' });
    await releaseHold(reviewing(), hold.id, 'Settled');
    await expect(holdPage(reviewing(), hold.id, [item])).rejects.toMatchObject({ code: 'hold-released' });
    expect(await pageOfHolds(database.reader, { matter: lakeside }, whole)).toMatchObject([
      { items: 1, releaseReason: 'Settled' },
    ]);
  });

  it('over a matter covers what is kept in it, and no other matter', async () => {
    const hold = await placeHold(reviewing(other), { name: 'All', reason: '', coversMatter: true });
    await expect(database.pool.query('delete from items where matter_id = $1', [other])).rejects.toMatchObject({
      constraint: 'items_held',
    });
    expect(await find('', { holds: [hold.id] })).toEqual([]);
    expect(await find('', { holds: [hold.id] }, other)).toHaveLength(1);
    await expect(releaseHold(reviewing(), hold.id, 'mine')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('saved searches', () => {
  it('are seen by their owner, and by others when shared', async () => {
    await saveSearch(reviewing(), { name: 'Mine', query: 'lease', filters: {}, isShared: false });
    await saveSearch(reviewing(), { name: 'Ours', query: 'quay', filters: { marks: ['draft'] }, isShared: true });
    const names = async (matter: MatterId, person: string) =>
      (await pageOfSaved(database.reader, { matter, person }, whole)).map(({ name }) => name);
    expect(await names(lakeside, 'person:rita')).toEqual(['Mine', 'Ours']);
    expect(await names(lakeside, 'person:max')).toEqual(['Ours']);
    expect(await names(other, 'person:rita')).toEqual([]);
  });
});

it('opening a message again on the same day is one entry of the audit trail', async () => {
  const item = await first('quay');
  await recordView(reviewing(), item);
  await recordView(reviewing(), item);
  await recordView(reviewing(lakeside, 'person:max'), item);
  const { rows } = await database.pool.query('select actor from audit_entries where action = $1 order by seq', [
    'message.viewed',
  ]);
  expect(rows).toEqual([{ actor: 'person:rita' }, { actor: 'person:max' }]);
});
