import { expect } from 'vitest';
import type { CollectionId } from '#evidence';
import { verifyVault } from '#collector';
import type { OpenConnection } from '#microsoft';
import { graphMail } from '#sources';
import type { Fault, FaultAction, SimulatedTenantOptions } from 'simulated-tenant';
import { mailboxOf, shownBy, type Shown } from '../evidence.ts';
import { hurriedClock } from '../hurried-clock.ts';
import { connect, startRig, type Rig } from '../rig.ts';
import { smallPages } from './fault-table.ts';

/** A rig whose waiting for the service is short, with what a collection shows when nothing disturbs it. */
export interface DisturbedRig extends AsyncDisposable {
  readonly rig: Rig;
  readonly address: string;
  readonly connection: OpenConnection;
  readonly undisturbed: ReadonlyMap<string, Shown>;
  /** Collects under a plan of faults, in a matter of its own, so that nothing is held already. */
  collect(matter: string, faults: readonly Fault[]): Promise<CollectionId>;
  /** Goes on with a collection, without faults. */
  resume(collection: CollectionId): Promise<void>;
}

export async function startDisturbedRig(options: SimulatedTenantOptions = { seed: 'tiny' }): Promise<DisturbedRig> {
  const rig = await startRig({ metering: { on: false }, ...options });
  const clock = hurriedClock(200);
  const connection = connect(rig.tenant, { clock, headersTimeoutMs: 4_000, bodyTimeoutMs: 1_000 });
  const address = rig.tenant.mailboxes[0] ?? '';
  deliverBurst(rig, address);
  deliverBeyond(rig, address);
  const run = (collection: CollectionId) =>
    rig.run(collection, {
      openSource: ({ sourceMailbox }) =>
        Promise.resolve(graphMail({ graph: connection.mailbox(sourceMailbox), mailbox: sourceMailbox })),
    });
  const collect = async (matter: string, faults: readonly Fault[]): Promise<CollectionId> => {
    const collection = await rig.plan([address], { matter, hidden: true, recoverable: true });
    // The first fault that replaces an answer wins, the smallest page does, and the others add up.
    rig.tenant.setFaults([...faults, ...smallPages]);
    await run(collection);
    return collection;
  };
  const undisturbed = await shownBy(rig, await collect('Undisturbed', []));
  return {
    rig,
    address,
    connection,
    undisturbed,
    collect,
    async resume(collection) {
      rig.tenant.setFaults([]);
      await run(collection);
    },
    async [Symbol.asyncDispose]() {
      await connection[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
    },
  };
}

/** More messages of one second than a page takes: only those are gone on with by links. */
function deliverBurst(rig: Rig, address: string): void {
  const { mailbox } = mailboxOf(rig, address);
  const receivedDateTime = Date.UTC(2026, 4, 4, 9, 30);
  for (let at = 0; at < 12; at += 1)
    mailbox.deliver({ folder: 'inbox', subject: `Burst ${String(at)}`, text: 'all at once', receivedDateTime });
}

/** Mail in hidden folders and in every folder of Recoverable Items, more than a small page takes. */
function deliverBeyond(rig: Rig, address: string): void {
  const { mailbox } = mailboxOf(rig, address);
  const outer = mailbox.createFolder({ displayName: 'Unseen', isHidden: true }).id;
  const inner = mailbox.createFolder({ displayName: 'Unseen below', parentFolderId: outer }).id;
  const recoverable = ['deletions', 'purges', 'versions', 'discoveryholds'].map((name) => `recoverableitems${name}`);
  const first = Date.UTC(2026, 3, 7, 8);
  for (const folder of [outer, inner, ...recoverable]) {
    for (let at = 0; at < 6; at += 1) {
      const receivedDateTime = first + at * 3_600_000;
      mailbox.deliver({ folder, subject: `Beyond ${String(at)}`, text: 'out of sight', receivedDateTime });
    }
  }
}

/** Fails the test unless every planned fault struck and made a difference. */
export function expectAllHit(rig: Rig): void {
  expect(plannedOf(rig).flatMap(({ name, effects }) => (effects === 0 ? [`never took effect: ${name}`] : []))).toEqual(
    [],
  );
}

/** Fails the test unless every planned fault struck, and some of these kinds found something to change. */
export function expectAllHitAndSomeEffect(rig: Rig, kinds: ReadonlySet<FaultAction['kind']>): void {
  const planned = plannedOf(rig);
  expect(planned.flatMap(({ name, hits }) => (hits === 0 ? [`never hit: ${name}`] : []))).toEqual([]);
  const changes = planned.filter(({ action }) => kinds.has(action));
  expect(changes.filter(({ effects }) => effects > 0)).not.toEqual([]);
}

function plannedOf(rig: Rig) {
  const aids = new Set(smallPages.map(({ name }) => name));
  return rig.tenant.faultReport().filter(({ name }) => !aids.has(name));
}

/** The evidence is that of an undisturbed run, item by item; the sums are right; nothing is there twice. */
export async function expectUndisturbed(
  { rig, undisturbed }: Pick<DisturbedRig, 'rig' | 'undisturbed'>,
  collection: CollectionId,
): Promise<void> {
  const { totals, differences, exceptions, isBalanced, mailboxes } = await rig.reconciliation(collection);
  expect(mailboxes.map(({ state, failure }) => ({ state, failure }))).toEqual([{ state: 'done', failure: null }]);
  const { listed, kept, alreadyHeld, filtered, skipped, failed } = totals;
  expect({ isBalanced, listed, differences, exceptions }).toEqual({
    isBalanced: true,
    listed: kept + alreadyHeld + filtered + skipped + failed,
    differences: [],
    exceptions: 0,
  });
  expect({ listed, kept }).toEqual({ listed: undisturbed.size, kept: undisturbed.size });
  expect(await shownBy(rig, collection)).toEqual(undisturbed);
  const { rows } = await rig.database.pool.query(
    'select count(*)::int as items, count(distinct (mailbox_id, item_id, version))::int as different from items where collection_id = $1',
    [collection],
  );
  expect(rows).toEqual([{ items: undisturbed.size, different: undisturbed.size }]);
  expect(rig.tenant.writes.count).toBe(0);
  expect(rig.tenant.unknown.count).toBe(0);
}

/** Every pack is what the catalogue says, and nothing else lies in the vault. */
export async function expectWholeVault(rig: Rig): Promise<void> {
  const report = await verifyVault(rig, { signal: new AbortController().signal });
  expect(report).toMatchObject({ missing: 0, corrupt: 0, orphans: 0, auditChain: 'intact', problems: [] });
}
