import { expect, it } from 'vitest';
import { itemsOfCollection } from '#catalogue';
import { startRig } from './rig.ts';

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
