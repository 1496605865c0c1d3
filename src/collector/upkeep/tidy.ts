import { asFailure } from '#evidence';
import { abandonExpiredPacks, findPackByPath, listPacks, markPackQuarantined, type PackRow } from '#catalogue';
import { recordAct } from '#custody';
import type { Clock, Database } from '#platform';
import type { Vault } from '#vault';
import { adoptPack, type AdoptedPack } from './adopt-pack.ts';
import { holding } from './under-leases.ts';

export interface TidyReport {
  /** Packs moved aside: written by a process that is gone, never entered. */
  readonly quarantined: readonly string[];
  /** Sealed packs without a row, entered from their manifest. */
  readonly adopted: readonly AdoptedPack[];
  /** Packs that could be neither entered nor read, with the reason; they stay where they are. */
  readonly unreadable: readonly { path: string; reason: string }[];
}

interface UpkeepTools {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly actor: string;
}

/**
 * Puts the vault in order. Touches only packs whose writer's hold has run out: marks them abandoned first. One that was
 * sealed before its writer died is evidence, and is entered; the others are moved to `quarantine/`. Adopts sealed packs
 * the database does not know. Deletes nothing. May run at any instant beside running collections, one at a time.
 */
export async function tidyVault(tools: UpkeepTools): Promise<TidyReport> {
  return holding(tools, ['vault:tidy'], () => tidy(tools));
}

async function tidy(tools: UpkeepTools): Promise<TidyReport> {
  const { database } = tools;
  await database.transaction((tx) => abandonExpiredPacks(tx));
  const given: Mutable = { quarantined: [], adopted: [], unreadable: [] };
  for (const pack of await listPacks(database.reader, ['abandoned'])) await settleAbandoned(tools, pack, given);
  const unknown = await adoptUnknownPacks(tools);
  const report = {
    quarantined: [...given.quarantined, ...unknown.quarantined],
    adopted: [...given.adopted, ...unknown.adopted],
    unreadable: [...given.unreadable, ...unknown.unreadable],
  };
  await recordAct(database, {
    actor: tools.actor,
    action: 'vault.tidied',
    subject: { quarantined: report.quarantined, adopted: report.adopted.map(({ path }) => path) },
    at: tools.clock.now(),
  });
  return report;
}

interface Mutable {
  readonly quarantined: string[];
  readonly adopted: AdoptedPack[];
  readonly unreadable: { path: string; reason: string }[];
}

/** Enters a pack that its writer sealed and could not enter any more; moves any other aside. */
async function settleAbandoned(tools: UpkeepTools, pack: PackRow, given: Mutable): Promise<void> {
  const { database, vault } = tools;
  if (await vault.has(pack.path)) {
    try {
      const file = { path: pack.path, bytes: await sizeInVault(vault, pack.path) };
      given.adopted.push(await adoptPack(tools, file));
      return;
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.code === 'lease-held') {
        given.unreadable.push({ path: pack.path, reason: failure.message });
        return;
      }
      if (failure.kind !== 'malformed' && failure.code !== 'pack-of-complete-collection') throw thrown;
    }
  }
  // One that is not in this vault at all may rest in another that shares the database: it stays as it is.
  if (!(await isOnDisk(vault, pack.path))) return;
  const path = await vault.quarantine(pack.path);
  await database.transaction((tx) => markPackQuarantined(tx, pack.id, path));
  given.quarantined.push(path);
}

async function sizeInVault(vault: Vault, path: string): Promise<number> {
  for await (const file of vault.list()) if (file.path === path) return file.bytes;
  return 0;
}

/** `catalogue rebuild`: enters every sealed pack the database does not know; with an empty database, all of them. */
export async function adoptUnknownPacks(tools: UpkeepTools): Promise<TidyReport> {
  const { database, vault } = tools;
  const adopted: AdoptedPack[] = [];
  const quarantined: string[] = [];
  const unreadable: { path: string; reason: string }[] = [];
  for await (const file of vault.list()) {
    if (file.state === 'quarantined' || (await findPackByPath(database.reader, file.path)) !== null) continue;
    if (file.state === 'open') {
      quarantined.push(await vault.quarantine(file.path));
      continue;
    }
    try {
      adopted.push(await adoptPack(tools, file));
    } catch (thrown) {
      unreadable.push({ path: file.path, reason: asFailure(thrown).message });
    }
  }
  return { quarantined, adopted, unreadable };
}

async function isOnDisk(vault: Vault, path: string): Promise<boolean> {
  if (await vault.has(path)) return true;
  for await (const file of vault.list()) if (file.path === path) return true;
  return false;
}
