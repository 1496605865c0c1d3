import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { join } from 'node:path';
import { openDatabase } from '#platform';
import { processMatter } from '#processing';
import { indexMessages } from '#search';
import { openDiskVault } from '#vault';
import { tarMembers } from '#formats';
import { keepMail } from '../../../src/processing/testing.ts';
import type { Answer, Browser } from '../rig.ts';
import { uploadRig, type UploadRig } from './upload-rig.ts';

vi.setConfig({ testTimeout: 60_000 });
afterAll(() => {
  vi.resetConfig();
});

const picture = Buffer.from('iVBORw0KGgo=', 'base64');
const hostileHtml = `<html><head><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">
<link rel="stylesheet" href="https://evil.example/a.css"><style>@import "https://evil.example/b.css"; p{background:url(https://evil.example/c.png)}</style></head>
<body onload="alert(1)" background="https://evil.example/d.png"><script>alert(2)</script><p onclick="alert(3)" style="color:red;background:url('https://evil.example/e.png');position:fixed">Quay rent</p>
<img src="https://evil.example/f.png" onerror="alert(4)"><img src="cid:logo@acme"><img srcset="https://evil.example/g.png 2x">
<svg><script>alert(5)</script><image href="https://evil.example/h.png"/></svg><form action="https://evil.example"><input name="q"><button>Go</button></form>
<a href="javascript:alert(6)">here</a><iframe src="https://evil.example/i"></iframe><object data="https://evil.example/j"></object>
<math><mtext><table><mglyph><style><img src=x onerror=alert(7)></style></table></mtext></math><a href="https://evil.example/k">Our page</a></body></html>`;

const nested =
  'From: Cy <cy@pike.example>\r\nSubject: Inner letter\r\nContent-Type: text/html\r\n\r\n<b>Inner <i onclick="x()">text</i></b>\r\n';

function hostile(): Buffer {
  const part = (headers: string, body: string): string => `--outer\r\n${headers}\r\n\r\n${body}\r\n`;
  return Buffer.from(
    [
      'From: Ana <ana@lakeside.example>\r\nTo: bo@pike.example\r\nSubject: Quay rent\r\nMessage-ID: <h1@x>\r\n',
      'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n',
      part('Content-Type: text/html; charset=utf-8', hostileHtml),
      part(
        'Content-Type: image/png\r\nContent-ID: <logo@acme>\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: inline',
        picture.toString('base64'),
      ),
      part(
        'Content-Type: text/html; name="../../x\\"y.html"\r\nContent-Disposition: attachment; filename="..\\\\evil;\\".html"',
        '<script>alert(8)</script>',
      ),
      part('Content-Type: message/rfc822\r\nContent-Disposition: attachment', nested),
      '--outer--\r\n',
    ].join(''),
  );
}

const broken = Buffer.from(
  'Subject: Broken charset\r\nContent-Type: text/html; charset=nonsense\r\n\r\n<p>\xff\xfe\x00 <b>caf\xe9</b>',
  'latin1',
);
const lease = (index: number): Buffer =>
  Buffer.from(
    `From: Ana <ana@lakeside.example>\r\nSubject: Lease ${String(index)}\r\nMessage-ID: <${String(index)}@x>\r\n\r\nThe lease of the quay.\r\n`,
  );

let rig: UploadRig;
let reviewer: Browser;
let at: string;

beforeAll(async () => {
  rig = await uploadRig();
  await using database = await openDatabase({ url: rig.databaseUrl, size: 3 });
  const vault = await openDiskVault({ folder: join(rig.dataFolder, 'vault') });
  const messages = [hostile(), broken, ...Array.from({ length: 60 }, (_, index) => lease(index))];
  const receivedAt = new Date('2026-01-10T08:00:00Z');
  const { matter } = await keepMail(database, vault, { messages, matterName: 'Smith v. Acme', receivedAt });
  expect(matter).toBe(rig.matter);
  const walled = await keepMail(database, vault, {
    messages: [Buffer.from(lease(1).toString().replace('ana@lakeside', 'hidden.pen@hidden'))],
    matterName: 'Elsewhere',
    custodian: 'Hidden Hand',
    address: 'hidden.hand@hidden.example',
  });
  await processMatter({ database, vault, matter });
  await processMatter({ database, vault, matter: walled.matter });
  await indexMessages({ database });
  reviewer = await rig.member('Rita', 'reviewer');
  at = `/api/v1/matters/${rig.matter}`;
});
afterAll(() => rig[Symbol.asyncDispose]());

async function idOf(query: string): Promise<string> {
  const found = await reviewer.get(`${at}/search?q=${encodeURIComponent(query)}`);
  return String((found.body.items as unknown as { id: string }[])[0]!.id);
}

test('results come page by page, with counts, facets, histogram and suggestions of this matter alone', async () => {
  const seen: string[] = [];
  let cursor = '';
  do {
    const page: Answer = await reviewer.get(`${at}/search?q=lease&limit=25${cursor}`);
    for (const { id } of page.body.items as unknown as { id: string }[]) seen.push(id);
    cursor = page.body.next ? `&cursor=${page.body.next}` : '';
  } while (cursor !== '');
  expect(new Set(seen).size).toBe(60);
  expect((await reviewer.get(`${at}/search/count?q=lease`)).body).toEqual({ count: 60 });
  expect((await reviewer.get(`${at}/search/count?q=lease&sender=nobody@x&sender=ana@lakeside.example`)).body).toEqual({
    count: 60,
  });
  const facets = await reviewer.get(`${at}/search/facets`);
  const histogram = await reviewer.get(`${at}/search/histogram?q=lease`);
  const suggested = await reviewer.get(`${at}/search/suggest?q=custodian:Hid&at=13`);
  expect(histogram.body).toMatchObject({ interval: 'day', bars: [{ count: 60 }] });
  expect(suggested.body.items).toEqual([]);
  for (const property of ['custodian', 'mailbox', 'folder', 'from', 'participants']) {
    const all = await Promise.all(
      [...'abcdefghijklmnopqrstuvwxyz'].map((letter) =>
        reviewer.get(`${at}/search/suggest?q=${property}:${letter}&at=${String(property.length + 2)}`),
      ),
    );
    expect(all.map(({ text }) => text).join('')).not.toMatch(/hidden/i);
  }
  expect(facets.text).not.toContain('Hidden');
});

test('a query that is not understood is answered with its place', async () => {
  const refused = await reviewer.get(`${at}/search?q=${encodeURIComponent('lease AND (quay')}`);
  expect(refused).toMatchObject({ status: 400, body: { code: 'bad-query', position: 15, length: 0 } });
  expect(refused.headers.get('content-type')).toContain('application/problem+json');
});

test('hostile HTML is shown without anything that runs, loads or leads away', async () => {
  const html = await reviewer.get(`${at}/messages/${await idOf('subject:"quay rent"')}/html`);
  expect(html.status).toBe(200);
  expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(html.headers.get('content-security-policy')).toContain('sandbox');
  expect(html.text).toContain('Quay rent');
  expect(html.text).toMatch(/style="color:\s?red"/);
  expect(html.text).toContain(`src="data:image/png;base64,${picture.toString('base64')}"`);
  const body = html.text.slice(html.text.indexOf('<body>'));
  expect(body).not.toMatch(/<(script|svg|form|input|button|iframe|object|meta|base|link|style|math)/i);
  expect(body).not.toMatch(/\son\w+=|url\(|position|href=/i);
  expect(body).not.toMatch(/(src|srcset|background)="?https?:/i);
  expect(Number(html.headers.get('x-blocked'))).toBe(10);
});

test('a broken charset and broken markup are shown as far as they go', async () => {
  const html = await reviewer.get(`${at}/messages/${await idOf('subject:broken')}/html`);
  expect(html).toMatchObject({ status: 200 });
  expect(html.text).toContain('café');
});

test('attachments are saved under a harmless name, markup never opens as markup, and nested mail opens as mail', async () => {
  const id = await idOf('subject:"quay rent"');
  const message = await reviewer.get(`${at}/messages/${id}`);
  const parts = message.body.attachments as unknown as { part: string; mediaType: string }[];
  const markup = parts.find(({ mediaType }) => mediaType === 'text/html')!.part;
  const saved = await reviewer.get(`${at}/messages/${id}/attachments/${markup}`);
  expect(saved.headers.get('content-type')).toBe('application/octet-stream');
  expect(saved.headers.get('content-disposition')).toMatch(
    /^attachment; filename="[^"/\\;]*"; filename\*=UTF-8''[^"/\\;]*$/,
  );
  const looked = await reviewer.get(`${at}/messages/${id}/attachments/${markup}?inline=true`);
  expect(looked.headers.get('content-type')).toContain('text/plain');
  expect(looked.headers.get('x-content-type-options')).toBe('nosniff');
  const mail = parts.find(({ mediaType }) => mediaType === 'message/rfc822')!.part;
  const inner = await reviewer.get(`${at}/messages/${id}/attachments/${mail}/message`);
  expect(inner.body).toMatchObject({ subject: 'Inner letter', hasHtml: true });
  const innerHtml = await reviewer.get(`${at}/messages/${id}/html?part=${mail}`);
  expect(innerHtml.text).toContain('<b>Inner <i>text</i></b>');
  expect((await reviewer.get(`${at}/messages/${id}/source`)).text).toBe(hostile().toString());
  expect((await reviewer.post(`${at}/messages/${id}/verify`)).body).toMatchObject({ isIntact: true });
});

test('messages are looked at by those who may: others learn nothing, and who looked is on record once a day', async () => {
  const id = await idOf('subject:"lease 7"');
  await reviewer.get(`${at}/messages/${id}`);
  await reviewer.get(`${at}/messages/${id}/headers`);
  const auditor = await rig.member('Otto', 'auditor');
  expect((await auditor.get(`${at}/messages/${id}`)).status).toBe(403);
  expect(await auditor.get(`${at}/messages/${id}/custody`)).toMatchObject({
    status: 200,
    body: { collectedBy: null },
  });
  const elsewhere = String((await rig.manager.get('/api/v1/matters')).body.items?.[0 as never]);
  expect(elsewhere).toBeDefined();
  const other = (await rig.manager.get('/api/v1/matters')).body.items as unknown as { id: string; name: string }[];
  const hidden = other.find(({ name }) => name === 'Elsewhere')!.id;
  expect((await reviewer.get(`/api/v1/matters/${hidden}/messages/${id}`)).status).toBe(404);
  const trail = await rig.manager.get(`/api/v1/audit?action=message.viewed`);
  const views = (trail.body.items as unknown as { subject: { item: string } }[]).filter(
    ({ subject }) => subject.item === id,
  );
  expect(views).toHaveLength(1);
});

async function ended(id: string): Promise<Answer> {
  return vi.waitFor(
    async () => {
      const task = await reviewer.get(`/api/v1/jobs/${id}`);
      expect(task.body.endedAt).not.toBeNull();
      return task;
    },
    { timeout: 30_000, interval: 100 },
  );
}

test('a tag is put at everything a query finds, and a bulk act for a tag of another matter is refused', async () => {
  const tag = String((await reviewer.post(`${at}/tags`, { name: 'Lease', color: 'blue' })).body.id);
  const begun = await reviewer.post(`${at}/bulk`, { q: 'lease', act: { kind: 'tag', tag } });
  expect(begun.status).toBe(202);
  expect((await ended(String(begun.body.id))).body).toMatchObject({
    state: 'done',
    result: { items: 60, changed: 60 },
  });
  expect((await reviewer.get(`${at}/search/count?tag=${tag}`)).body).toEqual({ count: 60 });
  const unknown = { q: 'lease', act: { kind: 'tag', tag: '01900000-0000-7000-8000-000000000000' } };
  expect((await reviewer.post(`${at}/bulk`, unknown)).status).toBe(404);
});

test('an overview is of the matter or of one custodian, and knows no custodian of another matter', async () => {
  const [ana] = (await reviewer.get(`${at}/custodians`)).body.items as unknown as { id: string; name: string }[];
  const whole = (await reviewer.get(`${at}/overview`)).body;
  const one = (await reviewer.get(`${at}/overview?custodian=${ana!.id}`)).body;
  expect(one.custodians).toMatchObject([{ id: ana!.id, items: 62 }]);
  expect(one).toMatchObject({ messages: 62, correspondents: whole.correspondents });
  expect((await reviewer.get(`${at}/overview?custodian=01900000-0000-7000-8000-000000000000`)).status).toBe(404);
  await rig.manager.post(`${at}/custodians`, { name: 'Nobody yet' });
  expect((await reviewer.get(`${at}/custodians?search=NOBODY`)).body.items).toMatchObject([{ name: 'Nobody yet' }]);
  const { items } = (await reviewer.get(`${at}/custodians`)).body as unknown as {
    items: { id: string; name: string }[];
  };
  const empty = await reviewer.get(`${at}/overview?custodian=${items.find(({ name }) => name === 'Nobody yet')!.id}`);
  expect(empty.body).toMatchObject({ messages: 0, correspondents: [], bars: [] });
});

test('a manifest is read line by line, however long it is', async () => {
  const body = { selection: { kind: 'query', q: 'lease' }, format: 'eml' };
  const id = String((await rig.manager.post(`${at}/exports`, body)).body.id);
  await ended(id);
  const path = `/api/v1/exports/${id}/manifest`;
  const seen: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: Answer = await rig.manager.get(`${path}?limit=7${next === '' ? '' : `&cursor=${next}`}`);
    for (const file of page.body.items as unknown as { path: string }[]) seen.push(file.path);
    next = page.body.next as string | null;
  }
  expect(new Set(seen).size).toBe(60);
  const amiss = Buffer.from('[3]').toString('base64url');
  expect(await rig.manager.get(`${path}?cursor=${amiss}`)).toMatchObject({ status: 400 });
});

test('a reviewer stops what they began and nothing of others; a case manager stops anything', async () => {
  const tag = String((await reviewer.post(`${at}/tags`, { name: 'To stop' })).body.id);
  const begin = async (browser: Browser) =>
    String((await browser.post(`${at}/bulk`, { q: 'lease', act: { kind: 'tag', tag } })).body.id);
  const [own, managers] = [await begin(reviewer), await begin(rig.manager)];
  expect(await reviewer.post(`/api/v1/jobs/${managers}/cancel`)).toMatchObject({
    status: 403,
    body: { code: 'not-your-task' },
  });
  expect((await reviewer.post(`/api/v1/jobs/${own}/cancel`)).status).toBe(200);
  expect((await rig.manager.post(`/api/v1/jobs/${own}/cancel`)).status).toBe(200);
});

async function walked(path: string): Promise<string[]> {
  const names: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: Answer = await reviewer.get(
      `${path}${path.includes('?') ? '&' : '?'}limit=2${next === '' ? '' : `&cursor=${next}`}`,
    );
    if (page.status !== 200) throw new Error(page.text);
    names.push(
      ...(page.body.items as unknown as { name?: string; text?: string }[]).map((one) => one.name ?? one.text!),
    );
    next = page.body.next as string | null;
  }
  return names;
}

test('tags, notes, holds and saved searches go on where they ended, in order and without gaps', async () => {
  const id = await idOf('subject:"lease 9"');
  const names = ['Émile', 'b', 'A', 'c', 'B2', 'ä'];
  for (const name of names) {
    await reviewer.post(`${at}/tags`, { name: `page ${name}` });
    await reviewer.post(`${at}/saved-searches`, { name, q: 'lease' });
    await reviewer.post(`${at}/messages/${id}/notes`, { text: name });
    await rig.manager.post(`${at}/holds`, { name, coversMatter: false });
  }
  expect((await walked(`${at}/tags?search=PAGE`)).sort()).toEqual(names.map((name) => `page ${name}`).sort());
  expect((await walked(`${at}/saved-searches`)).sort()).toEqual([...names].sort());
  expect(await walked(`${at}/messages/${id}/notes`)).toEqual(names);
  expect(await walked(`${at}/holds`)).toEqual([...names].reverse());
  const [first] = (await reviewer.get(`${at}/holds?search=Émile`)).body.items as unknown as { id: string }[];
  await rig.manager.post(`${at}/holds/${first!.id}/release`, { reason: 'Settled' });
  expect(await walked(`${at}/holds?standing=true`)).toEqual([...names].reverse().filter((name) => name !== 'Émile'));
  expect(await reviewer.get(`${at}/tags?cursor=nonsense`)).toMatchObject({ status: 400 });
});

test('a tag, a note, a hold or a saved search that is sent twice under one key is made once', async () => {
  const id = await idOf('subject:"lease 10"');
  for (const [path, body] of [
    ['tags', { name: 'Once' }],
    [`messages/${id}/notes`, { text: 'Once' }],
    ['holds', { name: 'Once', coversMatter: false }],
    ['saved-searches', { name: 'Once' }],
    ['custodians', { name: 'Once' }],
  ] as const) {
    const send = () => rig.manager.post(`${at}/${path}`, body, { 'idempotency-key': `once-${path}` });
    const [one, other] = [await send(), await send()];
    expect([path, one.status, other.status, other.text]).toEqual([path, 201, 201, one.text]);
  }
  expect((await reviewer.get(`${at}/messages/${id}/notes`)).body.items).toHaveLength(1);
});

test('an export is written, fetched by its link whole or in pieces, and an expired link is refused', async () => {
  const body = { selection: { kind: 'query', q: 'subject:"lease 1"' }, format: 'eml' };
  expect((await reviewer.post(`${at}/exports`, body)).status).toBe(403);
  const begun = await rig.manager.post(`${at}/exports`, body, { 'idempotency-key': 'export-1' });
  const task = await ended(String(begun.body.id));
  expect(task.body).toMatchObject({ state: 'done', done: 1, total: 1, missing: 0, result: { items: 1 } });
  expect((await rig.manager.get(`/api/v1/exports/${begun.body.id!}/receipt`)).body.summary).toContain('Smith v. Acme');
  const { url } = (await rig.manager.post(`/api/v1/exports/${begun.body.id!}/links`)).body;
  const files = await rig.manager.get(`/api/v1/exports/${begun.body.id!}/manifest?limit=1`);
  expect(files.body).toMatchObject({
    items: [
      { path: expect.stringMatching(/\.eml$/) as unknown, digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown },
    ],
    next: null,
  });
  expect((await reviewer.get(`/api/v1/exports/${begun.body.id!}/manifest`)).status).toBe(403);
  const whole = Buffer.from(await (await fetch(new URL(url!, rig.url))).arrayBuffer());
  const names: string[] = [];
  const input = {
    size: whole.length,
    read: (start: number, size: number) => Promise.resolve(whole.subarray(start, start + size)),
  };
  for await (const member of tarMembers(input)) names.push(member.name);
  expect(names.some((name) => name.endsWith('.eml'))).toBe(true);
  expect(names.some((name) => name.endsWith('/receipt.json'))).toBe(true);
  const rest = await fetch(new URL(url!, rig.url), { headers: { range: 'bytes=700-' } });
  expect(rest.status).toBe(206);
  expect(Buffer.from(await rest.arrayBuffer()).equals(whole.subarray(700))).toBe(true);
  await using database = await openDatabase({ url: rig.databaseUrl, size: 1 });
  await database.pool.query("update download_links set expires_at = now() - interval '1 minute'");
  const expired = await fetch(new URL(url!, rig.url));
  expect(expired.status).toBe(404);
});
