import { asFailure } from '#evidence';
import { blobsOfPack, countItems, findPackByPath, listPacks, type PackRow } from '#catalogue';
import { verifyAuditTrail } from '#custody';
import type { Database } from '#platform';
import type { MemberCheck, Vault } from '#vault';

export interface VaultProblem {
  readonly kind: 'missing' | 'corrupt' | 'orphan';
  readonly pack: string;
  readonly member: string | null;
  readonly detail: string;
}

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
 * missing = known but not there; corrupt = there with other bytes; orphan = there and not known.
 */
export async function verifyVault(
  tools: { database: Database; vault: Vault },
  options: { signal: AbortSignal; onPack?: (done: number, of: number) => void },
): Promise<VerifyReport> {
  const { database, vault } = tools;
  const packs = await listPacks(database.reader, ['sealed']);
  const problems: VaultProblem[] = [];
  let blobs = 0;
  for (const [index, pack] of packs.entries()) {
    options.signal.throwIfAborted();
    const checked = await verifyPack(tools, pack);
    blobs += checked.blobs;
    problems.push(...checked.problems);
    options.onPack?.(index + 1, packs.length);
  }
  for await (const file of vault.list()) {
    if (file.state !== 'sealed' || (await findPackByPath(database.reader, file.path)) !== null) continue;
    problems.push({
      kind: 'orphan',
      pack: file.path,
      member: null,
      detail: 'a sealed pack the catalogue does not know; see `chainmail vault tidy`',
    });
  }
  const audit = await verifyAuditTrail(database.reader);
  const count = (kind: VaultProblem['kind']): number => problems.filter((problem) => problem.kind === kind).length;
  return {
    packs: packs.length,
    blobs,
    items: await countItems(database.reader),
    missing: count('missing'),
    corrupt: count('corrupt'),
    orphans: count('orphan'),
    auditChain: audit.intact ? 'intact' : `broken at entry ${String(audit.brokenAt)}`,
    problems,
  };
}

async function verifyPack(
  tools: { database: Database; vault: Vault },
  pack: PackRow,
): Promise<{ blobs: number; problems: readonly VaultProblem[] }> {
  const { database, vault } = tools;
  const known = new Map((await blobsOfPack(database.reader, pack.id)).map((blob) => [blob.digest, blob]));
  const problem = (kind: VaultProblem['kind'], member: string | null, detail: string): VaultProblem => ({
    kind,
    pack: pack.path,
    member,
    detail,
  });
  if (!(await vault.has(pack.path))) {
    return {
      blobs: known.size,
      problems: [problem('missing', null, `the pack with ${String(known.size)} members is not in the vault`)],
    };
  }
  const problems: VaultProblem[] = [];
  const seen = new Set<string>();
  try {
    for await (const member of vault.verify(pack.path)) {
      if (member.kind === 'intact') seen.add(member.place.digest);
      const found = checkMember(member, known);
      if (found !== null) problems.push(problem(...found));
    }
    if (pack.digest !== null && (await vault.packDigest(pack.path)) !== pack.digest) {
      problems.push(problem('corrupt', null, 'the pack file is not the one that was sealed (its digest differs)'));
    }
  } catch (thrown) {
    problems.push(problem('corrupt', null, asFailure(thrown).message));
  }
  const reported = new Set(problems.map(({ member }) => member));
  for (const digest of known.keys()) {
    if (!seen.has(digest) && !reported.has(digest))
      problems.push(problem('missing', digest, 'no intact member of this digest'));
  }
  return { blobs: known.size, problems };
}

/** What is wrong with one member, as [kind, member, detail]; null when nothing is. */
function checkMember(
  member: MemberCheck,
  known: ReadonlyMap<string, { start: number; size: number }>,
): [VaultProblem['kind'], string, string] | null {
  switch (member.kind) {
    case 'corrupt':
      return ['corrupt', member.name, member.detail];
    case 'unlisted':
      return ['orphan', member.name, 'not in the pack’s manifest'];
    case 'missing':
      return ['missing', member.name, 'in the pack’s manifest, but not in the pack'];
    case 'intact': {
      const { digest, start, size } = member.place;
      const blob = known.get(digest);
      if (blob === undefined) return ['orphan', digest, 'a member the catalogue does not know'];
      if (blob.start === start && blob.size === size) return null;
      return ['corrupt', digest, 'not where the catalogue says it is'];
    }
  }
}
