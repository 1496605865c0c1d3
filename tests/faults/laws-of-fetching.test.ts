import { expect, it } from 'vitest';
import { tidyVault } from '#collector';
import { systemClock } from '#platform';
import { graphMail, type MailSource } from '#sources';
import { allItems, collectedIds, mailboxOf, visibleIds } from './evidence.ts';
import { startRig, type Rig } from './rig.ts';

function sourceOf(rig: Rig, sourceMailbox: string): MailSource {
  return graphMail({ graph: rig.connection.mailbox(sourceMailbox), mailbox: sourceMailbox });
}

function pathOf(item: string): string {
  return `${item.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('/', '%2F')}/\\$value`;
}

it.each([
  ['breaks off', { kind: 'reset', afterBytes: 300 }],
  ['is shorter than declared', { kind: 'wrong-length', by: 40 }],
  [
    'is a page of a proxy',
    { kind: 'answer', status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html>Sign in</html>' },
  ],
  ['is empty', { kind: 'answer', status: 200, headers: { 'Content-Type': 'text/plain' }, body: '' }],
])('a body that %s once is fetched again, and is kept whole', async (what, action) => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const undisturbed = await rig.plan([address], { matter: 'Undisturbed' });
  await rig.run(undisturbed);
  const sizes = new Map((await allItems(rig, undisturbed)).map(({ item, size }) => [item, size]));
  const [victim] = [...sizes].find(([, size]) => size > 1500 && size < 100_000) ?? [];
  rig.tenant.setFaults([{ name: 'once', match: { path: pathOf(victim ?? '') }, times: 1, action }]);
  const collection = await rig.plan([address], { matter: 'Disturbed' });
  await rig.run(collection);
  expect(rig.tenant.faultReport().map(({ hits }) => hits)).toEqual([1]);
  const kept = (await allItems(rig, collection)).find(({ item }) => item === victim);
  expect(kept?.size).toBe(sizes.get(victim ?? kept?.item ?? ('' as never)));
  const tries = await rig.database.pool.query('select code from attempts where item_id = $1', [victim]);
  // A page is noticed before the first byte and asked for again by the transport.
  expect(tries.rowCount).toBe(what.includes('page') ? 0 : 1);
});

it('a mailbox that is closed to us in the middle ends failed, and blames none of its items', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const collection = await rig.plan([rig.tenant.mailboxes[0] ?? '']);
  const error = { code: 'ErrorAccessDenied', message: 'Access is denied. Check credentials and try again.' };
  let fetched = 0;
  await rig.run(collection, {
    onStep: (step) => {
      if (step !== 'item-fetched' || ++fetched !== 5) return;
      rig.tenant.setFaults([
        { name: 'closed', match: { path: '/users/' }, action: { kind: 'answer', status: 403, body: { error } } },
      ]);
    },
  });
  const { mailboxes, totals } = await rig.reconciliation(collection);
  expect(mailboxes[0]).toMatchObject({ state: 'failed', failure: { kind: 'denied' } });
  expect(totals.failed).toBe(0);
  rig.tenant.setFaults([]);
  await rig.run(collection);
  expect((await rig.reconciliation(collection)).exceptions).toBe(0);
});

it('a folder that is made during the walk is walked too', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const { mailbox } = mailboxOf(rig, address);
  const collection = await rig.plan([address]);
  let late: string | null = null;
  await rig.run(collection, {
    onStep: (step) => {
      if (step !== 'folder-done' || late !== null) return;
      const folder = mailbox.createFolder({ displayName: 'Made meanwhile' });
      const receivedDateTime = Date.UTC(2026, 0, 5);
      late = mailbox.deliver({ folder: folder.id, subject: 'late', text: 'x', receivedDateTime }).id;
    },
  });
  expect(await collectedIds(rig, collection)).toContain(late);
});

it('the closing pass goes on until a round finds nothing new', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const { mailbox } = mailboxOf(rig, address);
  const collection = await rig.plan([address]);
  const arrived: string[] = [];
  await rig.run(collection, {
    onStep: (step) => {
      if (step !== 'closing-pass-begun' || arrived.length === 3) return;
      arrived.push(mailbox.deliver({ folder: 'inbox', subject: 'in between', text: 'x' }).id);
    },
  });
  expect(arrived).toHaveLength(3);
  expect(await collectedIds(rig, collection)).toEqual(expect.arrayContaining(arrived));
  expect((await rig.reconciliation(collection)).mailboxes[0]).toMatchObject({ closingPass: 'settled' });
});

it('a mailbox that never settles is said to be unsettled', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const { mailbox } = mailboxOf(rig, address);
  const collection = await rig.plan([address]);
  await rig.run(collection, {
    onStep: (step) => {
      if (step === 'closing-pass-begun') mailbox.deliver({ folder: 'inbox', subject: 'again', text: 'x' });
    },
  });
  const { mailboxes, completeness } = await rig.reconciliation(collection);
  expect(mailboxes[0]).toMatchObject({ closingPass: 'unsettled' });
  expect(completeness.join('\n')).toContain('NOT SETTLED');
});

it('a draft whose change key moved on is fetched again, though its listing says nothing of its text', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const { mailbox } = mailboxOf(rig, address);
  await rig.run(await rig.plan([address]));
  const draft = visibleIds(rig, address).find((id) => mailbox.message(id)?.isDraft === true) ?? '';
  mailbox.touch(draft, { categories: ['edited'] });
  const second = await rig.plan([address]);
  await rig.run(second);
  expect((await rig.reconciliation(second)).totals).toMatchObject({ kept: 1 });
  expect((await allItems(rig, second)).find(({ item }) => item === draft)).toMatchObject({ version: 2 });
});

it('a message whose listing changed is kept as a new version, and the earlier one stays', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const first = await rig.plan([address]);
  await rig.run(first);
  const [changed] = await allItems(rig, first);
  const second = await rig.plan([address]);
  await rig.run(second, {
    openSource: ({ sourceMailbox }) => {
      const source = sourceOf(rig, sourceMailbox);
      const list: MailSource['list'] = async (request, signal) => {
        const page = await source.list(request, signal);
        const items = page.items.map((item) =>
          item.id === changed?.item ? { ...item, changeKey: 'another', fingerprint: 'another' } : item,
        );
        return { ...page, items };
      };
      return Promise.resolve({ ...source, list });
    },
  });
  const versions = await rig.database.pool.query('select version from items where item_id = $1 order by 1', [
    changed?.item,
  ]);
  expect(versions.rows).toEqual([{ version: 1 }, { version: 2 }]);
  expect((await rig.reconciliation(second)).totals.kept).toBe(1);
});

it('tidying beside a running collection leaves its open pack alone', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const collection = await rig.plan([address]);
  let tidied = 0;
  let isTidying = false;
  await rig.run(collection, {
    onStep: async (step) => {
      if (step !== 'item-packed' || isTidying || tidied >= 3) return;
      isTidying = true;
      tidied += 1;
      const report = await tidyVault({ ...rig, clock: systemClock, actor: 'system' });
      expect(report).toMatchObject({ quarantined: [], adopted: [], unreadable: [] });
      isTidying = false;
    },
  });
  expect(tidied).toBe(3);
  expect(await collectedIds(rig, collection)).toEqual(visibleIds(rig, address));
  const states = await rig.database.pool.query('select distinct state from packs');
  expect(states.rows).toEqual([{ state: 'sealed' }]);
});

it('a message of several parts that is cut off, cleanly, is not taken for whole', async () => {
  await using rig = await startRig({ seed: 'tiny', varyBytes: false });
  const address = rig.tenant.mailboxes[0] ?? '';
  const undisturbed = await rig.plan([address], { matter: 'Undisturbed' });
  await rig.run(undisturbed);
  const before = await allItems(rig, undisturbed);
  const { rows } = await rig.database.pool.query<{ item: string }>(
    `select item_id as item from items i join blobs b using (pack_id, digest) order by b.size desc`,
  );
  const victim = rows[0]?.item ?? '';
  const cut = { path: pathOf(victim) };
  rig.tenant.setFaults([
    { name: 'first', match: cut, nth: 1, action: { kind: 'truncate', bytes: 4000 } },
    { name: 'second', match: cut, nth: 2, action: { kind: 'truncate' } },
  ]);
  const collection = await rig.plan([address], { matter: 'Disturbed' });
  await rig.run(collection);
  expect(rig.tenant.faultReport().map(({ hits }) => hits)).toEqual([1, 1]);
  const kept = (await allItems(rig, collection)).find(({ item }) => item === victim);
  expect(kept?.size).toBe(before.find(({ item }) => item === victim)?.size);
  const tries = await rig.database.pool.query('select code from attempts where item_id = $1', [victim]);
  expect(tries.rows).toEqual([{ code: 'graph-body-unclosed' }, { code: 'graph-body-unclosed' }]);
});
