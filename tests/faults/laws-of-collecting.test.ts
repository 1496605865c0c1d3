import { expect, it } from 'vitest';
import { finishCollection, verifyVault } from '#collector';
import { openSigningKey, verifyAuditTrail } from '#custody';
import { systemClock } from '#platform';
import { graphMail, type MailSource } from '#sources';
import { collectedIds, mailboxOf, visibleIds } from './evidence.ts';
import { startRig, type Rig } from './rig.ts';

const quiet = { foundByClosingPass: 0 };

function sourceOf(rig: Rig, sourceMailbox: string): MailSource {
  return graphMail({ graph: rig.connection.mailbox(sourceMailbox), mailbox: sourceMailbox });
}

it('finds a move that no count shows: as one message comes into a walked folder, another leaves it', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const { mailbox } = mailboxOf(rig, address);
  const range = (folderId: string) =>
    ({ folderId, orderBy: 'receivedDateTime', direction: 'asc', from: null, to: null }) as const;
  const walked = new Set<string>();
  let moved: string | null = null;
  let gone: string | null = null;
  const collection = await rig.plan([address]);
  await rig.run(collection, {
    openSource: ({ sourceMailbox }) => {
      const source = sourceOf(rig, sourceMailbox);
      const list: MailSource['list'] = async (request, signal) => {
        const page = await source.list(request, signal);
        walked.add(request.sourceFolderId);
        const later = mailbox
          .folders()
          .find(
            (folder) => folder.place === 'visible' && !walked.has(folder.id) && mailbox.counts(folder.id).messages > 0,
          );
        const listed = page.items.at(0)?.id;
        if (moved === null && later !== undefined && listed !== undefined) {
          moved = mailbox.list(range(later.id), 0, 1)[0]?.id ?? null;
          gone = listed;
          if (moved !== null) mailbox.move(moved, request.sourceFolderId);
          mailbox.purge(gone);
        }
        return page;
      };
      return Promise.resolve({ ...source, list });
    },
  });
  expect(moved).not.toBeNull();
  expect(await collectedIds(rig, collection)).toContain(moved);
  const { mailboxes } = await rig.reconciliation(collection);
  expect(mailboxes[0]).not.toMatchObject(quiet);
});

it('a message that is missing once, but is there when it is looked up, is kept', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const wanted = visibleIds(rig, address)[4] ?? '';
  const error = { code: 'ErrorItemNotFound', message: 'The specified object was not found in the store.' };
  rig.tenant.setFaults([
    {
      name: 'missing once',
      match: { path: `${wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('/', '%2F')}/\\$value` },
      times: 1,
      action: { kind: 'answer', status: 404, body: { error } },
    },
  ]);
  const collection = await rig.plan([address]);
  await rig.run(collection);
  expect(rig.tenant.faultReport().map(({ hits }) => hits)).toEqual([1]);
  expect((await rig.reconciliation(collection)).totals).toMatchObject({ skipped: 0, failed: 0 });
  expect(await collectedIds(rig, collection)).toContain(wanted);
});

it('once its lease is taken, a run writes nothing more: no rows of a page, no ends', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const collection = await rig.plan([rig.tenant.mailboxes[0] ?? '']);
  const stop = new AbortController();
  const rows = async (): Promise<unknown> =>
    (await rig.database.pool.query('select count(*)::int as listed, count(ended)::int as ended from ledger')).rows[0];
  let pages = 0;
  let atTheft: unknown = null;
  const running = rig.run(collection, {
    signal: stop.signal,
    onStep: async (step) => {
      if (step !== 'page-listed' || ++pages !== 2) return;
      await rig.database.pool.query(
        `update mailbox_leases set epoch = epoch + 1, holder = 'another', expires_at = now() + interval '1 hour' where key like 'mailbox:%'`,
      );
      atTheft = await rows();
      setTimeout(() => {
        stop.abort(new Error('seen enough'));
      }, 1500);
    },
  });
  await expect(running).resolves.toMatchObject({ status: 'stopped' });
  expect(atTheft).not.toBeNull();
  expect(await rows()).toEqual(atTheft);
});

it('a row that somebody else ended stops the checkpoint, and nothing of its pack is entered', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const collection = await rig.plan([rig.tenant.mailboxes[0] ?? '']);
  let isDone = false;
  const running = rig.run(collection, {
    onStep: async (step) => {
      if (step !== 'checkpoint-begun' || isDone) return;
      isDone = true;
      await rig.database.pool.query(`update ledger set ended = 'skipped', ended_at = now() where ended is null`);
    },
  });
  await expect(running).rejects.toMatchObject({ kind: 'bug' });
  expect((await rig.database.pool.query('select 1 from items')).rowCount).toBe(0);
});

it('a pack that was tidied away while it was open is not entered; what was in it is fetched again', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const collection = await rig.plan([address]);
  let isDone = false;
  await rig.run(collection, {
    onStep: async (step) => {
      if (step !== 'checkpoint-begun' || isDone) return;
      isDone = true;
      await rig.database.pool.query(`update packs set state = 'abandoned' where state = 'open'`);
    },
  });
  expect(await collectedIds(rig, collection)).toEqual(visibleIds(rig, address));
  const unsealed = await rig.database.pool.query(
    `select 1 from items i join packs p on p.id = i.pack_id where p.state <> 'sealed'`,
  );
  expect(unsealed.rowCount).toBe(0);
  const verified = await verifyVault(rig, { signal: new AbortController().signal });
  expect(verified).toMatchObject({ missing: 0, corrupt: 0, orphans: 0 });
});

it('an audit trail whose newest entries were taken away is found out by the receipts that name them', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const collection = await rig.plan([rig.tenant.mailboxes[0] ?? '']);
  await rig.run(collection);
  const { database } = rig;
  const key = await openSigningKey({ dataFolder: rig.folder, database, clock: systemClock });
  const finishing = { database, vault: rig.vault, clock: systemClock, key, actor: 'person:test', productVersion: '0' };
  await finishCollection(finishing, collection, { processed: 0, exceptions: 0 });
  expect(await verifyAuditTrail(database.reader)).toMatchObject({ intact: true });
  await database.pool.query(`
    set session_replication_role = replica;
    delete from audit_entries where seq > 2;
    update audit_head set (seq, hash) = (select seq, hash from audit_entries order by seq desc limit 1);
    set session_replication_role = origin`);
  expect(await verifyAuditTrail(database.reader)).toMatchObject({ intact: false });
});
