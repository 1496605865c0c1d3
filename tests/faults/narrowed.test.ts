import { expect, it } from 'vitest';
import { findCollection, finishCollection } from '#collector';
import { openSigningKey } from '#custody';
import { parseWindow } from '#evidence';
import { systemClock } from '#platform';
import { whyNot } from '#collector';
import { allItems, collectedIds } from './evidence.ts';
import { startRig, type Rig } from './rig.ts';

const start = Date.UTC(2026, 0, 1);

/** A mailbox of its own with leases among other mail, in two folders, one of them nested; ids of the leases. */
function world(rig: Rig, leases: number): { readonly address: string; readonly wanted: readonly string[] } {
  const address = `narrowed@${rig.tenant.domain}`;
  const { id } = rig.tenant.tenant.addPerson({ userPrincipalName: address, mail: address });
  const mailbox = rig.tenant.tenant.mailbox(id);
  if (mailbox === undefined) throw new Error('no mailbox');
  const deals = mailbox.createFolder({ displayName: 'Deals' }).id;
  const nested = mailbox.createFolder({ displayName: 'Berths', parentFolderId: deals }).id;
  const hidden = mailbox.createFolder({ displayName: 'Hidden', isHidden: true }).id;
  const wanted = Array.from({ length: leases }, (_, at) =>
    mailbox.deliver({
      folder: at % 2 === 0 ? nested : 'inbox',
      subject: `Lease ${String(at)}`,
      text: 'x',
      receivedDateTime: start + at * 60_000,
    }),
  );
  for (let at = 0; at < 30; at += 1) {
    mailbox.deliver({ folder: deals, subject: 'Other', text: 'x', receivedDateTime: start + at * 60_000 });
  }
  mailbox.deliver({ folder: hidden, subject: 'Lease hidden', text: 'x', receivedDateTime: start });
  return { address, wanted: wanted.map((message) => message.id).sort() };
}

it('collects what the search of the service finds, without walking folders, and the receipt says what that means', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const { address, wanted } = world(rig, 40);
  const id = await rig.plan([address], { search: 'subject:lease' });
  rig.tenant.log.clear();
  expect(await rig.run(id)).toMatchObject({ status: 'transferred', counts: { listed: 40, kept: 40 } });
  expect(await collectedIds(rig, id)).toEqual(wanted);
  expect(new Set((await allItems(rig, id)).map(({ folderPath }) => folderPath))).toEqual(
    new Set(['Deals/Berths', 'Inbox']),
  );
  const asked = rig.tenant.log.entries().map(({ url }) => decodeURIComponent(url));
  expect(asked.filter((url) => /\/mailFolders\/[^/]+\/messages/.test(url))).toEqual([]);
  const collection = await findCollection(rig.database.reader, id);
  expect(collection.options.query).toEqual({ text: 'subject:lease', search: 'subject:lease' });
  const { completeness, differences, exceptions } = await rig.reconciliation(id);
  expect({ differences, exceptions }).toEqual({ differences: [], exceptions: 0 });
  const said = completeness.join('\n');
  expect(said).toContain('subject:lease');
  expect(said).toContain('does not search items it has not indexed');
  expect(said).toContain('Folders were not walked');
  expect(said).not.toContain('visible mail folders, nested ones included');
  const key = await openSigningKey({ dataFolder: rig.folder, database: rig.database, clock: systemClock });
  const { database, vault } = rig;
  const tools = { database, vault, clock: systemClock, key, actor: 'person:test', productVersion: '0' };
  const finished = await finishCollection(tools, id, { processed: 40, exceptions: 0 });
  expect(finished?.status).toBe('completed');
  expect(JSON.stringify(finished?.receipt)).toContain('subject:lease');
});

it('keeps to the window and filters drafts as any collection does', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const { address } = world(rig, 40);
  const window = parseWindow({ from: '2026-01-01T00:10:00Z', to: '2026-01-01T00:20:00Z' });
  const id = await rig.plan([address], { search: 'lease', window });
  expect(await rig.run(id)).toMatchObject({ counts: { listed: 10, kept: 10 } });
});

it('stopped and resumed it ends with the same items, each once, beyond what one search gives', async () => {
  await using rig = await startRig({ seed: 'tiny', metering: { requests: 1_000_000 } });
  const { address, wanted } = world(rig, 2_300);
  const id = await rig.plan([address], { search: 'lease' });
  let pages = 0;
  for (let runs = 0; runs < 10; runs += 1) {
    const stop = new AbortController();
    const onStep = (step: string): void => {
      pages += step === 'page-entered' ? 1 : 0;
      if (step === 'page-entered' && pages < 6) stop.abort();
    };
    const { status } = await rig.run(id, { signal: stop.signal, onStep, settings: { checkpointItems: 500 } });
    if (status === 'transferred') break;
  }
  expect(pages).toBeGreaterThan(3);
  expect(await collectedIds(rig, id)).toEqual(wanted);
});

it('says which second held more than the service gives', async () => {
  await using rig = await startRig({ seed: 'tiny', metering: { requests: 1_000_000 } });
  const { address } = world(rig, 1);
  const mailbox = rig.tenant.tenant.mailbox(rig.tenant.tenant.person(address)!.id)!;
  for (let at = 0; at < 1_005; at += 1) {
    mailbox.deliver({ folder: 'inbox', subject: 'Burst', text: 'x', receivedDateTime: start });
  }
  const id = await rig.plan([address], { search: 'burst' });
  await rig.run(id, { settings: { checkpointItems: 1000 } });
  const { completeness, exceptions } = await rig.reconciliation(id);
  expect(exceptions).toBe(1);
  expect(completeness.find((one) => one.startsWith('NOT ALL FOUND'))).toContain('2026-01-01T00:00:00.000Z');
});

it('misses what is not indexed, and "why not?" says that it may be so', async () => {
  await using rig = await startRig({ seed: 'tiny', switches: { searchIndexDelaySeconds: 3600 } });
  const { address, wanted } = world(rig, 3);
  const mailbox = rig.tenant.tenant.mailbox(rig.tenant.tenant.person(address)!.id)!;
  mailbox.deliver({ folder: 'inbox', subject: 'Lease just now', text: 'x', internetMessageId: '<now@x>' });
  const id = await rig.plan([address], { search: 'lease' });
  await rig.run(id);
  expect(await collectedIds(rig, id)).toEqual(wanted);
  const [answer] = await whyNot(rig.database.reader, { mailbox: address, messageId: '<now@x>' });
  expect(answer?.answer).toContain('had not indexed it');
});
