import { expect, it } from 'vitest';
import { itemsOfCollection } from '#catalogue';
import { startRig, testSettings } from './rig.ts';

it('collects a mailbox with every kind of item and balances', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const collection = await rig.plan([address]);
  const outcome = await rig.run(collection);
  const { totals, differences, completeness, mailboxes } = await rig.reconciliation(collection);
  expect(outcome.status).toBe('transferred');
  expect({ differences, failures: mailboxes.map(({ failure }) => failure) }).toEqual({
    differences: [],
    failures: [null],
  });
  expect(totals.kept).toBe(totals.listed);
  expect(totals.kept).toBeGreaterThan(20);
  const items = await itemsOfCollection(rig.database.reader, collection, { after: null, limit: 1000 });
  expect(items).toHaveLength(totals.kept);
  expect(completeness[0]).toContain('visible mail folders');
  expect(rig.tenant.writes.count).toBe(0);
  expect(rig.tenant.unknown.count).toBe(0);
});

it('a collection on its way has no exception for what is still to come, at any step', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const collection = await rig.plan(rig.tenant.mailboxes.slice(0, 2));
  const seen = new Set<string>();
  await rig.run(collection, {
    settings: { ...testSettings, mailboxesAtOnce: 1 },
    onStep: async (step) => {
      if (seen.has(step)) return;
      seen.add(step);
      const { exceptions, completeness } = await rig.reconciliation(collection);
      expect({ exceptions, said: completeness.filter((one) => one.startsWith('NOT EXPLAINED')) }, step).toEqual({
        exceptions: 0,
        said: [],
      });
    },
  });
  expect([...seen]).toEqual(expect.arrayContaining(['page-entered', 'checkpoint-committed', 'mailbox-done']));
});
