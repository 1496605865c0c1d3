import { expect, it } from 'vitest';
import { Failure, parseWindow } from '#evidence';
import { graphMail } from '#sources';
import type { MailSource } from '#sources';
import { collectedIds, mailboxOf, visibleIds } from './evidence.ts';
import { startRig, type Rig } from './rig.ts';

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The source, with something happening at the tenant after the nth page. */
function disturbed(
  rig: Rig,
  afterPages: number,
  happen: () => void,
): (mailbox: { sourceMailbox: string }) => Promise<MailSource> {
  return ({ sourceMailbox }) => {
    const source = graphMail({ graph: rig.connection.mailbox(sourceMailbox), mailbox: sourceMailbox });
    let pages = 0;
    return Promise.resolve({
      ...source,
      list: async (request, signal) => {
        const page = await source.list(request, signal);
        pages += 1;
        if (pages === afterPages) happen();
        return page;
      },
    });
  };
}

it('finds a message moved from a folder not walked yet into one already walked, and the other way round', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const { mailbox } = mailboxOf(rig, address);
  const before = visibleIds(rig, address);
  const holding = mailbox
    .folders()
    .filter((folder) => folder.place === 'visible' && mailbox.counts(folder.id).messages > 0);
  const range = (folderId: string) =>
    ({ folderId, orderBy: 'receivedDateTime', direction: 'asc', from: null, to: null }) as const;
  const swap = (): void => {
    for (const folder of holding) {
      const message = mailbox.list(range(folder.id), 0, 1)[0];
      const other = holding.find((candidate) => candidate.id !== folder.id);
      if (message !== undefined && other !== undefined) mailbox.move(message.id, other.id);
    }
  };
  for (const afterPages of [1, 2, 3]) {
    const collection = await rig.plan([address], { matter: `After page ${String(afterPages)}` });
    await rig.run(collection, { openSource: disturbed(rig, afterPages, swap) });
    expect(await collectedIds(rig, collection)).toEqual(before);
    const { differences } = await rig.reconciliation(collection);
    expect(differences.filter(({ explanation }) => explanation === null)).toEqual([]);
  }
});

it('says skipped(gone-at-source) of a message that vanished between listing and fetching', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const { mailbox } = mailboxOf(rig, address);
  const gone = visibleIds(rig, address)[3] ?? '';
  const collection = await rig.plan([address]);
  await rig.run(collection, {
    openSource: ({ sourceMailbox }) => {
      const source = graphMail({ graph: rig.connection.mailbox(sourceMailbox), mailbox: sourceMailbox });
      const fetch: MailSource['fetch'] = (item, signal) => {
        if (item === gone && mailbox.message(gone) !== undefined) mailbox.vanish(gone);
        return source.fetch(item, signal);
      };
      return Promise.resolve({ ...source, fetch });
    },
  });
  const { totals, isBalanced } = await rig.reconciliation(collection);
  expect(totals).toMatchObject({ skipped: 1, failed: 0 });
  expect(isBalanced).toBe(true);
});

it('ends a poison item failed with its attempts, and goes on with the rest of the folder', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const poison = visibleIds(rig, address)[5] ?? '';
  const collection = await rig.plan([address]);
  rig.tenant.setFaults([
    {
      name: 'poison',
      match: { path: escaped(`/messages/${poison}/$value`) },
      times: 1,
      action: { kind: 'corrupt-item' },
    },
  ]);
  await rig.run(collection);
  const { totals, exceptions } = await rig.reconciliation(collection);
  expect(totals).toMatchObject({ failed: 1 });
  expect(totals.kept).toBe(totals.listed - 1);
  expect(exceptions).toBe(1);
});

it('records a dead mailbox with cause and fix and collects the others', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const [alive = '', dead = ''] = rig.tenant.mailboxes;
  const collection = await rig.plan([dead, alive]);
  const { id } = mailboxOf(rig, dead);
  await rig.run(collection, {
    openSource: ({ sourceMailbox }) => {
      if (sourceMailbox === id) {
        return Promise.reject(new Failure('denied', 'Not allowed.', { code: 'graph-access-denied', fix: 'Allow it.' }));
      }
      return Promise.resolve(graphMail({ graph: rig.connection.mailbox(sourceMailbox), mailbox: sourceMailbox }));
    },
  });
  const { mailboxes, exceptions } = await rig.reconciliation(collection);
  expect(mailboxes.map(({ state }) => state)).toEqual(['failed', 'done']);
  expect(mailboxes[0]?.failure).toMatchObject({ kind: 'denied', fix: 'Allow it.' });
  expect(exceptions).toBe(1);
  await rig.run(collection);
  expect((await rig.reconciliation(collection)).exceptions).toBe(0);
});

it('a second collection of the same matter holds everything already; another matter fetches again', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const { mailbox } = mailboxOf(rig, address);
  const first = await rig.plan([address]);
  await rig.run(first);
  const message = visibleIds(rig, address).find((id) => mailbox.message(id)?.isDraft === false) ?? '';
  mailbox.touch(message, { isRead: true, flagged: true });
  const second = await rig.plan([address]);
  await rig.run(second);
  const again = (await rig.reconciliation(second)).totals;
  expect(again).toMatchObject({ kept: 0, alreadyHeld: again.listed });
  expect(await collectedIds(rig, second)).toEqual(await collectedIds(rig, first));
  const other = await rig.plan([address], { matter: 'Behind the wall' });
  await rig.run(other);
  expect((await rig.reconciliation(other)).totals).toMatchObject({ alreadyHeld: 0 });
});

it('leaves drafts out when asked, and says so', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const collection = await rig.plan([rig.tenant.mailboxes[0] ?? ''], { drafts: false });
  await rig.run(collection);
  const { totals, completeness } = await rig.reconciliation(collection);
  expect(totals.filtered).toBeGreaterThan(0);
  expect(totals.listed).toBe(totals.kept + totals.filtered);
  expect(completeness.join(' ')).toContain('Drafts were listed and left out');
});

it(
  'collects a folder of more than 5,000 messages and an instant with more messages than a page',
  { timeout: 120_000 },
  async () => {
    await using rig = await startRig({
      scale: { people: 1, messages: 7000, averageBytes: 600 },
      metering: { on: false },
    });
    const address = rig.tenant.mailboxes[0] ?? '';
    const { mailbox } = mailboxOf(rig, address);
    const at = Date.UTC(2026, 10, 1, 12, 0, 0);
    for (let index = 0; index < 1300; index += 1) {
      mailbox.deliver({
        folder: 'inbox',
        subject: `Burst ${String(index)}`,
        text: 'all at once',
        receivedDateTime: at,
      });
    }
    const collection = await rig.plan([address]);
    await rig.run(collection, { settings: { leaseSeconds: 30 } });
    expect(await collectedIds(rig, collection)).toEqual(visibleIds(rig, address));
    const { differences, mailboxes } = await rig.reconciliation(collection);
    expect(differences).toEqual([]);
    const largest = mailboxes.flatMap(({ folders }) => folders).map(({ counts }) => counts.listed);
    expect(Math.max(...largest)).toBeGreaterThan(5000);
  },
);

it('keeps to the window: [from, to) of the received time', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const { mailbox } = mailboxOf(rig, address);
  const times = visibleIds(rig, address).map((id) => mailbox.message(id)?.receivedDateTime ?? 0);
  const middle = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  const early = await rig.plan([address], { matter: 'early', window: { from: null, to: new Date(middle) } });
  const late = await rig.plan([address], {
    matter: 'late',
    window: { from: new Date(middle), to: parseWindow({ to: '2030-01-01' }).to },
  });
  await rig.run(early);
  await rig.run(late);
  const ids = [...(await collectedIds(rig, early)), ...(await collectedIds(rig, late))].sort();
  expect(ids).toEqual(visibleIds(rig, address));
  expect((await collectedIds(rig, early)).length).toBe(times.filter((time) => time < middle).length);
});

it('stops at a checkpoint when asked, and goes on from there', async () => {
  await using rig = await startRig({ seed: 'tiny', latency: { perRequestMs: 10 } });
  const address = rig.tenant.mailboxes[0] ?? '';
  const collection = await rig.plan([address]);
  const stop = new AbortController();
  const outcome = await rig.run(collection, {
    signal: stop.signal,
    onProgress: ({ counts }) => {
      if (counts.kept >= 7) stop.abort(new Error('stop'));
    },
  });
  expect(outcome.status).toBe('stopped');
  expect(outcome.counts.kept).toBeGreaterThanOrEqual(7);
  expect((await rig.run(collection)).status).toBe('transferred');
  expect(await collectedIds(rig, collection)).toEqual(visibleIds(rig, address));
});
