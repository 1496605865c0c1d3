import { expect, it } from 'vitest';
import { allItems, collectedIds, mailboxOf, visibleIds } from './evidence.ts';
import { startRig } from './rig.ts';

it('stopped, collected again in the same matter, and resumed: both collections have every item to show', async () => {
  await using rig = await startRig({ seed: 'tiny', latency: { perRequestMs: 10 } });
  const address = rig.tenant.mailboxes[0] ?? '';
  const first = await rig.plan([address]);
  const stop = new AbortController();
  const outcome = await rig.run(first, {
    signal: stop.signal,
    onProgress: ({ counts }) => {
      if (counts.kept >= 7) stop.abort(new Error('stop'));
    },
  });
  expect(outcome.status).toBe('stopped');
  const second = await rig.plan([address]);
  await rig.run(second);
  await rig.run(first);
  for (const collection of [first, second]) {
    expect(await collectedIds(rig, collection)).toEqual(visibleIds(rig, address));
    const { totals, exceptions, isBalanced } = await rig.reconciliation(collection);
    expect({ exceptions, isBalanced }).toEqual({ exceptions: 0, isBalanced: true });
    const items = await rig.database.pool.query('select 1 from items where collection_id = $1', [collection]);
    expect(items.rowCount).toBe(totals.kept);
  }
});

it('an item that failed here and was kept by another collection is already held when this one is resumed', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const victim = visibleIds(rig, address)[2] ?? '';
  const path = `${victim.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('/', '%2F')}/\\$value`;
  const first = await rig.plan([address]);
  rig.tenant.setFaults([{ name: 'poison', match: { path }, times: 1, action: { kind: 'corrupt-item' } }]);
  await rig.run(first);
  expect((await rig.reconciliation(first)).totals.failed).toBe(1);
  rig.tenant.setFaults([]);
  const second = await rig.plan([address]);
  await rig.run(second);
  await rig.run(first);
  expect((await rig.reconciliation(first)).totals).toMatchObject({ failed: 0, alreadyHeld: 1 });
  expect(await collectedIds(rig, first)).toEqual(visibleIds(rig, address));
});

it('a checkpoint whose items are there already is not committed', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const first = await rig.plan([rig.tenant.mailboxes[0] ?? '']);
  await rig.run(first);
  const [held] = await allItems(rig, first);
  await rig.database.pool.query(`update items set change_key = 'other', fingerprint = 'other' where item_id = $1`, [
    held?.item,
  ]);
  const second = await rig.plan([rig.tenant.mailboxes[0] ?? '']);
  const running = rig.run(second, {
    onStep: async (step) => {
      if (step !== 'checkpoint-begun') return;
      await rig.database.pool.query(
        `insert into items (matter_id, mailbox_id, item_id, version, change_key, fingerprint, is_draft, folder_id,
           custodian_id, collection_id, digest, pack_id, collected_at)
         select matter_id, mailbox_id, item_id, 2, change_key, fingerprint, is_draft, folder_id, custodian_id,
           collection_id, digest, pack_id, collected_at from items where item_id = $1 and version = 1
         on conflict do nothing`,
        [held?.item],
      );
    },
  });
  await expect(running).rejects.toMatchObject({ kind: 'bug' });
});

it('without drafts, a draft that is sent during the run is kept as the message it became', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const { mailbox } = mailboxOf(rig, address);
  const draft = visibleIds(rig, address).find((id) => mailbox.message(id)?.isDraft === true) ?? '';
  const collection = await rig.plan([address], { drafts: false });
  const { graphMail } = await import('#sources');
  let isSent = false;
  await rig.run(collection, {
    onStep: (step) => {
      if (step !== 'closing-pass-begun' || isSent) return;
      isSent = true;
      mailbox.touch(draft, { categories: ['sent'] });
    },
    openSource: ({ sourceMailbox }) => {
      const source = graphMail({ graph: rig.connection.mailbox(sourceMailbox), mailbox: sourceMailbox });
      return Promise.resolve({
        ...source,
        changedSince: async (request, signal) => {
          const page = await source.changedSince(request, signal);
          return {
            ...page,
            items: page.items.map((item) => (item.id === draft && isSent ? { ...item, isDraft: false } : item)),
          };
        },
      });
    },
  });
  expect(await collectedIds(rig, collection)).toContain(draft);
});
