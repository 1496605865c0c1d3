import type { SimulatedTenant } from 'simulated-tenant';
import { startSimulatedTenant } from 'simulated-tenant';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '#evidence';
import type { OpenConnection } from '../connections/connection.ts';
import { testConnection } from '../testing.ts';
import { listPeople, resolveMailbox } from './directory.ts';
import type { ListedMailbox } from './list-mailboxes.ts';
import { listMailboxes } from './list-mailboxes.ts';
import { readMailboxKind } from './probe-mailbox.ts';

let tenant: SimulatedTenant;
let open: OpenConnection;
const forever = new AbortController().signal;

beforeAll(async () => {
  tenant = await startSimulatedTenant({ seed: 'tiny' });
  open = testConnection(tenant);
});

afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await tenant.stop();
});

async function mailboxesOf(connection: OpenConnection): Promise<ReadonlyMap<string, ListedMailbox>> {
  const found = new Map<string, ListedMailbox>();
  for await (const mailbox of listMailboxes(connection, forever)) found.set(mailbox.person.userPrincipalName, mailbox);
  return found;
}

describe('the directory', () => {
  it('lists everybody, over as many pages as there are', async () => {
    await using large = await startSimulatedTenant({ scale: { people: 1_050, messages: 0 } });
    await using connection = testConnection(large);
    const ids = new Set<string>();
    for await (const person of listPeople(connection.directory, forever)) ids.add(person.id);
    expect(ids).toEqual(new Set(large.tenant.people.map((person) => person.id)));
    expect(ids.size).toBeGreaterThan(1_000);
  });

  it('says of every mailbox whether it can be read, why not, and what it is for', async () => {
    const found = await mailboxesOf(open);
    expect(found.size).toBe(tenant.tenant.people.length);
    for (const person of tenant.tenant.people) {
      const mailbox = found.get(person.userPrincipalName)!;
      const active = tenant.tenant.mailbox(person.id) !== undefined;
      expect(mailbox.reach.kind, person.userPrincipalName).toBe(active ? 'reachable' : 'unreachable');
      expect(mailbox.kind, person.userPrincipalName).toBe(active ? person.purpose : 'unknown');
      expect(mailbox.person.isLicensed, person.userPrincipalName).toBe(person.assignedLicenses.length > 0);
      if (mailbox.reach.kind === 'unreachable') expect(mailbox.reach.failure.code).toBe('graph-mailbox-not-active');
    }
  });

  it('does not ask for kinds without the capability, and takes a refusal for unknown', async () => {
    await using connection = testConnection(tenant, { capabilities: ['list-mailboxes', 'collect-mail'] });
    tenant.log.clear();
    const found = await mailboxesOf(connection);
    expect([...found.values()].every((mailbox) => mailbox.kind === 'unknown')).toBe(true);
    expect(tenant.log.entries().some((entry) => entry.url.includes('userPurpose'))).toBe(false);
    tenant.tenant.addApp({ name: 'no-settings', roles: { graph: ['Mail.Read', 'User.Read.All'], exchange: [] } });
    await using without = testConnection(tenant, { app: 'no-settings' });
    const person = tenant.tenant.people.find((one) => tenant.tenant.mailbox(one.id) !== undefined)!;
    expect(await readMailboxKind(without.mailbox(person.id), person.id, forever)).toBe('unknown');
  });

  it('finds a mailbox by address, alias, sign-in name and object id, and says which it was', async () => {
    const person = tenant.tenant.people.find((one) => one.proxyAddresses.some((proxy) => proxy.startsWith('smtp:')))!;
    const alias = person.proxyAddresses.find((proxy) => proxy.startsWith('smtp:'))!.slice(5);
    const primary = person.proxyAddresses.find((proxy) => proxy.startsWith('SMTP:'))!.slice(5);
    const notes = await Promise.all(
      [primary, primary.toUpperCase(), alias, person.id].map(async (name) => {
        const found = await resolveMailbox(open.directory, name, forever);
        expect(found.person).toMatchObject({ id: person.id, address: primary });
        return found.note;
      }),
    );
    expect(notes).toEqual([
      null,
      null,
      `${alias} is an alias of ${primary}.`,
      `${person.id} is the object id of ${primary}.`,
    ]);
  });

  it('says so when there is nobody of a name, whatever signs are in it', async () => {
    for (const name of ["o'nobody@tiny.example", 'nobody', 'a/b?c=d@tiny.example']) {
      const failure: unknown = await resolveMailbox(open.directory, name, forever).then(
        () => null,
        (error: unknown) => error,
      );
      expect(failure, name).toBeInstanceOf(Failure);
      expect(failure, name).toMatchObject({ kind: 'not-found', code: 'graph-address-unknown' });
    }
  });
});
