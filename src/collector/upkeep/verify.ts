import {
  countItems,
  findPackByPath,
  isBeingWritten,
  listPacks,
  unsealedPacksWithBlobs,
  type PackRow,
} from '#catalogue';
import { subjectsOfActs, verifyAuditTrail } from '#custody';
import { asFailure } from '#evidence';
import type { Database } from '#platform';
import type { Vault } from '#vault';
import { checkPack } from './check-pack.ts';
import { namesOnce } from './compare-items.ts';
import type { VaultProblem } from './vault-problem.ts';

/** What `vault verify` found; all counts but `packs`, `items` and `altered` are of members. */
export interface VerifyReport {
  readonly packs: number;
  readonly blobs: number;
  readonly items: number;
  readonly missing: number;
  readonly corrupt: number;
  readonly orphans: number;
  /** Items, and packs, of which the catalogue says something else than the packs and the audit trail. */
  readonly altered: number;
  readonly auditChain: string;
  readonly problems: readonly VaultProblem[];
}

interface VerifyTools {
  readonly database: Database;
  readonly vault: Vault;
}

/**
 * Reads every byte of every sealed pack again and compares it with the catalogue, both ways:
 * missing = known but not there; corrupt = there with other bytes; orphan = there and known to nobody;
 * altered = the catalogue says something else of an item or a pack than the pack or the audit trail does.
 * A pack that the catalogue does not know is one orphan for each member of its manifest, and at least one. What a row
 * of the catalogue calls a pack hides none: one that holds items is checked whatever its state.
 */
export async function verifyVault(
  tools: VerifyTools,
  options: { signal: AbortSignal; onPack?: (done: number, of: number) => void },
): Promise<VerifyReport> {
  const { database, vault } = tools;
  // Read before the packs: what it says was entered is there by then.
  const entered = await subjectsOfActs(database.reader, 'collection.checkpoint');
  const packs = [...(await listPacks(database.reader, ['sealed'])), ...(await unsealedPacksWithBlobs(database.reader))];
  const problems: VaultProblem[] = [];
  const totals = { blobs: 0, missing: 0, corrupt: 0, orphans: 0, altered: 0 };
  const checking = { database, vault, names: namesOnce(database) };
  for (const [index, pack] of packs.entries()) {
    options.signal.throwIfAborted();
    const checked = await checkPack(checking, pack);
    totals.blobs += checked.blobs;
    totals.missing += checked.missing;
    totals.corrupt += checked.corrupt;
    totals.orphans += checked.orphans;
    totals.altered += checked.altered;
    problems.push(...checked.problems);
    options.onPack?.(index + 1, packs.length);
  }
  for (const orphan of await unknownPacks(tools, packs)) {
    totals.orphans += orphan.members;
    problems.push(orphan);
  }
  for (const lost of packsOfTheTrail(entered, packs)) {
    totals.altered += lost.members;
    problems.push(lost);
  }
  const audit = await verifyAuditTrail(database.reader);
  return {
    packs: packs.length,
    blobs: totals.blobs,
    items: await countItems(database.reader),
    missing: totals.missing,
    corrupt: totals.corrupt,
    orphans: totals.orphans,
    altered: totals.altered,
    auditChain: audit.intact ? 'intact' : `broken at entry ${String(audit.brokenAt)}`,
    problems,
  };
}

/** Sealed packs in the vault that no row stands for, or only that of a pack whose writer gave it up. */
async function unknownPacks({ database, vault }: VerifyTools, checked: readonly PackRow[]): Promise<VaultProblem[]> {
  const known = new Set(checked.map(({ path }) => path));
  const found: VaultProblem[] = [];
  for await (const file of vault.list()) {
    if (file.state !== 'sealed' || known.has(file.path)) continue;
    const row = await findPackByPath(database.reader, file.path);
    if (row !== null && (row.state === 'sealed' || (await isBeingWritten(database.reader, row.id)))) continue;
    const lead =
      row === null ? 'The catalogue does not know this pack' : 'The pack was sealed, and its items were never entered';
    found.push(await unknownPack(vault, file.path, lead));
  }
  return found;
}

/** Packs that the audit trail says items were entered from, and that the catalogue does not have. */
function packsOfTheTrail(
  entered: readonly Readonly<Record<string, unknown>>[],
  checked: readonly PackRow[],
): readonly VaultProblem[] {
  const known = new Set(checked.map(({ path }) => path));
  return entered.flatMap(({ pack, kept, collection }): VaultProblem[] => {
    if (typeof pack !== 'string' || known.has(pack)) return [];
    const detail = `The audit trail says that ${String(kept)} items of collection ${String(collection)} were kept in this pack; the catalogue does not have it.`;
    return [{ kind: 'altered', pack, members: Math.max(1, Number(kept) || 0), digests: [], detail, hit: [] }];
  });
}

async function unknownPack(vault: Vault, pack: string, lead: string): Promise<VaultProblem> {
  const found = { kind: 'orphan', pack, digests: [], hit: [] } as const;
  try {
    const members = new Set((await vault.manifest(pack)).map(({ digest }) => digest)).size;
    const detail = `${lead}; \`chainmail vault tidy\` settles it.`;
    return { ...found, members: Math.max(1, members), detail };
  } catch (thrown) {
    return { ...found, members: 1, detail: `${lead}. ${asFailure(thrown).message}` };
  }
}
