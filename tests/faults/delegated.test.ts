import { expect, it } from 'vitest';
import { signedInConnection } from '../../src/microsoft/testing.ts';
import { allItems, collectedIds, visibleIds } from './evidence.ts';
import { startRig, type Rig } from './rig.ts';

const ada = 'ada.marsh@tiny.example';
const ben = 'ben.okafor@tiny.example';
const support = 'support@tiny.example';

const delegatedRig = (): Promise<Rig> =>
  startRig({ seed: 'tiny' }, (tenant) => signedInConnection(tenant, { login: ada }));

it('collects through the sign-in of a person what an application collects', async () => {
  const addresses = [ada, support];
  await using rig = await delegatedRig();
  await using other = await startRig({ seed: 'tiny' });
  const collection = await rig.plan(addresses);
  expect((await rig.run(collection)).status).toBe('transferred');
  const { totals, differences } = await rig.reconciliation(collection);
  expect(differences).toEqual([]);
  expect(totals.kept).toBe(totals.listed);
  const same = await other.plan(addresses);
  await other.run(same);
  expect(await collectedIds(rig, collection)).toEqual(await collectedIds(other, same));
  expect(rig.tenant.writes.count).toBe(0);
  expect(rig.tenant.unknown.count).toBe(0);
});

it('fails a mailbox without Full Access instead of finding it empty, and collects it once there is', async () => {
  await using rig = await delegatedRig();
  const collection = await rig.plan([ada, ben]);
  await rig.run(collection);
  const { mailboxes, completeness } = await rig.reconciliation(collection);
  const refused = mailboxes.find(({ failure }) => failure !== null);
  expect(refused?.failure).toMatchObject({ code: 'graph-mail-denied' });
  expect(completeness.length).toBeGreaterThan(0);
  expect(await allItems(rig, collection)).not.toEqual([]);
  const { tenant } = rig.tenant;
  tenant.fullAccess = [
    { personId: tenant.person(ada)!.id, mailboxPersonId: tenant.person(ben)!.id, from: 0, until: null },
  ];
  const again = await rig.plan([ben]);
  await rig.run(again);
  expect(await collectedIds(rig, again)).toEqual(expect.arrayContaining(visibleIds(rig, ben)));
});

it.each(['item-not-found', 'empty'] as const)(
  'never takes a closed mailbox for an empty one, nor a search in it for one without results (%s)',
  async (fullAccessRefusal) => {
    await using rig = await startRig({ seed: 'tiny', switches: { fullAccessRefusal } }, (tenant) =>
      signedInConnection(tenant, { login: ada }),
    );
    for (const options of [{}, { search: 'subject:invoice' }]) {
      const collection = await rig.plan([ben], options);
      await rig.run(collection);
      const { mailboxes } = await rig.reconciliation(collection);
      expect(mailboxes).toEqual([expect.objectContaining({ failure: expect.anything() as unknown })]);
    }
  },
);
