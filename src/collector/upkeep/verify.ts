import { countItems, findPackByPath, listPacks } from '#catalogue';
import { verifyAuditTrail } from '#custody';
import { asFailure } from '#evidence';
import type { Database } from '#platform';
import type { Vault } from '#vault';
import { checkPack, type VaultProblem } from './check-pack.ts';

/** What `vault verify` found; all counts but `packs` and `items` are of members. */
export interface VerifyReport {
  readonly packs: number;
  readonly blobs: number;
  readonly items: number;
  readonly missing: number;
  readonly corrupt: number;
  readonly orphans: number;
  readonly auditChain: string;
  readonly problems: readonly VaultProblem[];
}

/**
 * Reads every byte of every sealed pack again and compares it with the catalogue, both ways:
 * missing = known but not there; corrupt = there with other bytes; orphan = there and known to nobody.
 * A pack that the catalogue does not know is one orphan for each member of its manifest, and at least one.
 */
export async function verifyVault(
  tools: { database: Database; vault: Vault },
  options: { signal: AbortSignal; onPack?: (done: number, of: number) => void },
): Promise<VerifyReport> {
  const { database, vault } = tools;
  const packs = await listPacks(database.reader, ['sealed']);
  const problems: VaultProblem[] = [];
  const totals = { blobs: 0, missing: 0, corrupt: 0, orphans: 0 };
  for (const [index, pack] of packs.entries()) {
    options.signal.throwIfAborted();
    const checked = await checkPack(tools, pack);
    totals.blobs += checked.blobs;
    totals.missing += checked.missing;
    totals.corrupt += checked.corrupt;
    totals.orphans += checked.orphans;
    problems.push(...checked.problems);
    options.onPack?.(index + 1, packs.length);
  }
  for await (const file of vault.list()) {
    if (file.state !== 'sealed' || (await findPackByPath(database.reader, file.path)) !== null) continue;
    const orphan = await unknownPack(vault, file.path);
    totals.orphans += orphan.members;
    problems.push(orphan);
  }
  const audit = await verifyAuditTrail(database.reader);
  return {
    packs: packs.length,
    blobs: totals.blobs,
    items: await countItems(database.reader),
    missing: totals.missing,
    corrupt: totals.corrupt,
    orphans: totals.orphans,
    auditChain: audit.intact ? 'intact' : `broken at entry ${String(audit.brokenAt)}`,
    problems,
  };
}

async function unknownPack(vault: Vault, pack: string): Promise<VaultProblem> {
  const found = { kind: 'orphan', pack, digests: [], hit: [] } as const;
  try {
    const members = new Set((await vault.manifest(pack)).map(({ digest }) => digest)).size;
    const detail = 'The catalogue does not know this pack; `chainmail vault tidy` enters it.';
    return { ...found, members: Math.max(1, members), detail };
  } catch (thrown) {
    return { ...found, members: 1, detail: `The catalogue does not know this file. ${asFailure(thrown).message}` };
  }
}
