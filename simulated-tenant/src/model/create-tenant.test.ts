import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ListingRange, Mailbox, Tenant } from './contract.ts';
import { createTenant } from './create-tenant.ts';

const everything: ListingRange = {
  folderId: null,
  orderBy: 'receivedDateTime',
  direction: 'asc',
  from: null,
  to: null,
};

function mailboxesOf(tenant: Tenant): Mailbox[] {
  return tenant.people.flatMap((person) => tenant.mailbox(person.id) ?? []);
}

async function fingerprint(tenant: Tenant, every: number): Promise<string> {
  const hash = createHash('sha256');
  for (const person of tenant.people) hash.update(JSON.stringify(person));
  // When a secret ends depends on when the tenant started, nothing else does.
  hash.update(
    JSON.stringify(tenant.apps.map((app) => ({ ...app, secrets: app.secrets.map(({ id, value }) => [id, value]) }))),
  );
  for (const mailbox of mailboxesOf(tenant)) {
    for (const folder of mailbox.folders()) {
      hash.update(folder.id);
      const range = { ...everything, folderId: folder.id };
      for (const [at, message] of mailbox.list(range, 0, 10_000).entries()) {
        hash.update(JSON.stringify(at % every === 0 ? message : message.id));
        if (at % every !== 0) continue;
        const bytes = mailbox.mime(message, 1);
        for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) hash.update(piece);
      }
    }
  }
  return hash.digest('hex');
}

test.each([
  ['tiny', 1],
  ['lakeside', 60],
])('two tenants of the seed %s have the same ids and bytes', async (seed, every) => {
  const [one, other] = await Promise.all([createTenant({ seed }), createTenant({ seed })]);
  expect(await fingerprint(one, every)).toBe(await fingerprint(other, every));
});

test('two tenants of one size have the same ids and bytes', async () => {
  const scale = { people: 3, messages: 200 };
  const [one, other] = await Promise.all([createTenant({ scale }), createTenant({ scale })]);
  expect(await fingerprint(one, 1)).toBe(await fingerprint(other, 1));
});

test('is as large as it was asked to be, and by default Lakeside Freight', async () => {
  const lakeside = await createTenant({});
  const large = await createTenant({ scale: { people: 500, messages: 2_000_000 } });
  expect(lakeside.displayName).toBe('Lakeside Freight');
  const counts = large.people.map((person) => large.mailbox(person.id)?.count(everything) ?? 0);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2_000_000);
});

test('refuses an unknown seed and more than one source', async () => {
  await expect(createTenant({ seed: 'atlantis' })).rejects.toThrow('no such seed: atlantis');
  await expect(createTenant({ seed: 'tiny', scale: { people: 1, messages: 1 } })).rejects.toThrow('name one of');
});

test('has an app with everything and one app per lack', async () => {
  const tenant = await createTenant({ seed: 'tiny' });
  const names = tenant.apps.map((app) => app.name);
  expect(names[0]).toBe('chainmail');
  expect(new Set(names).size).toBe(names.length);
  const [full] = tenant.apps;
  const now = tenant.clock.now();
  expect(full?.roles.graph).toEqual(['User.Read.All', 'Mail.Read', 'MailboxSettings.Read', 'Application.Read.All']);
  expect(tenant.apps.find((app) => app.name === 'expired-secret')?.secrets[0]?.expires).toBeLessThan(now);
  expect(tenant.apps.find((app) => app.name === 'expiring-secret')?.secrets[0]?.expires).toBeGreaterThan(now);
  expect(tenant.apps.find((app) => app.name === 'certificate')?.secrets).toEqual([]);
  expect(tenant.addApp({ name: 'another' }).clientId).toMatch(/^[0-9a-f-]{36}$/);
  expect(tenant.apps.at(-1)?.name).toBe('another');
});

test('finds people by id, name and alias, and gives a mailbox only where one is reachable', async () => {
  const tenant = await createTenant({ seed: 'tiny' });
  const ada = tenant.person('ADA@tiny.example');
  expect(ada?.displayName).toBe('Ada Marsh');
  expect(tenant.person(ada?.id ?? '')).toBe(ada);
  const without = tenant.people.filter((person) => tenant.mailbox(person.id) === undefined);
  expect(without.map((person) => person.mailboxState).sort()).toEqual(['none', 'none', 'on-premises', 'soft-deleted']);
  const ben = tenant.person('ben.okafor@tiny.example');
  const archive = tenant.archive(ben?.id ?? '');
  expect(archive?.kind).toBe('archive');
  expect(tenant.archive(archive?.id ?? '')).toBe(archive);
  expect(tenant.archive(ada?.id ?? '')).toBeUndefined();
  const added = tenant.addPerson({ userPrincipalName: 'new.one@tiny.example' });
  expect(tenant.mailbox(added.id)?.count(everything)).toBe(0);
});

test('the clock runs at its rate and can be advanced, never back', async () => {
  const { clock } = await createTenant({ seed: 'tiny', clock: { start: 1_000, rate: 0 } });
  expect(clock.now()).toBe(1_000);
  clock.advance(500);
  expect(clock.now()).toBe(1_500);
  expect(() => {
    clock.advance(-1);
  }).toThrow('forward');
});

test('Lakeside holds the story: the dispute, the wave, the leaver and the archive', async () => {
  const tenant = await createTenant({ seed: 'lakeside' });
  const boxes = mailboxesOf(tenant);
  const total = boxes.reduce((sum, box) => sum + box.count(everything), 0);
  expect(total).toBeGreaterThan(5_500);
  expect(total).toBeLessThan(6_800);
  const theo = tenant.person('theo.marchetti@lakeside-freight.example');
  expect(theo).toMatchObject({ accountEnabled: false, mailboxState: 'active' });
  const purges = tenant.mailbox(theo?.id ?? '')?.folder('recoverableitemspurges');
  const box = tenant.mailbox(theo?.id ?? '');
  const purged = box?.list({ ...everything, folderId: purges?.id ?? '' }, 0, 100) ?? [];
  expect(purged.map((message) => box?.body(message).content ?? '').join()).toContain('do not put it in the contract');
  const caught = boxes.filter((each) =>
    each
      .folders()
      .some((folder) =>
        each
          .list({ ...everything, folderId: folder.id }, 0, 10_000)
          .some((message) => message.from?.address === 'servicedesk@lakeside-freight-portal.example'),
      ),
  );
  expect(caught).toHaveLength(11);
  const finance = tenant.archive(tenant.person('marguerite.lindqvist@lakeside-freight.example')?.id ?? '');
  expect(finance?.count(everything)).toBeGreaterThan(50);
  expect(tenant.people.filter((person) => person.purpose === 'shared')).toHaveLength(3);
  expect(tenant.people.filter((person) => person.userType === 'Guest')).toHaveLength(1);
});

test('Lakeside reads like mail: no template marks left, threads hold together, every letter has its own id', async () => {
  const tenant = await createTenant({ seed: 'lakeside' });
  const subjectOf = new Map<string, string>();
  const beginnings = new Map<string, Set<string>>();
  for (const box of mailboxesOf(tenant)) {
    for (const message of box.list(everything, 0, 10_000)) {
      const words = `${message.subject} ${message.bodyPreview}`;
      expect(words).not.toMatch(/\{\w+\}|\[[^\]]*\||undefined|NaN/);
      expect(subjectOf.get(message.internetMessageId) ?? message.subject).toBe(message.subject);
      subjectOf.set(message.internetMessageId, message.subject);
      const thread = `${box.id} ${message.conversationId}`;
      const roots = beginnings.get(thread) ?? new Set();
      beginnings.set(thread, roots.add(message.conversationIndex.slice(0, 28)));
      expect(message.receivedDateTime).toBeLessThanOrEqual(tenant.clock.now());
    }
  }
  expect([...beginnings.values()].filter((roots) => roots.size > 1)).toEqual([]);
  expect(subjectOf.size).toBeGreaterThan(1_500);
});
