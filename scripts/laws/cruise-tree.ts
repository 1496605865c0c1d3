import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

/** Folders that hold code of ours. */
const codeFolders = ['src', 'apps', 'simulated-tenant', 'tests', 'scripts', 'bench', 'web'];

const lawsFile = fileURLToPath(new URL('../../.dependency-cruiser.mjs', import.meta.url));

export interface LawBreach {
  readonly law: string;
  readonly from: string;
  readonly to: string;
  /** The files of a circle, in order. */
  readonly through: readonly string[];
}

export interface CruisedTree {
  readonly modules: number;
  readonly breaches: readonly LawBreach[];
}

/** Holds the import laws against the tree at `root`. */
export async function cruiseTree(root: string): Promise<CruisedTree> {
  const options = await extractDepcruiseOptions(lawsFile);
  const folders = codeFolders.filter((folder) => existsSync(join(root, folder)));
  const { output } = await cruise(folders, { ...options, baseDir: resolve(root) });
  if (typeof output === 'string')
    throw new Error('dependency-cruiser answered with text where a result was asked for.');
  return { modules: output.summary.totalCruised, breaches: breachesOf(output) };
}

function breachesOf(result: ICruiseResult): LawBreach[] {
  return result.summary.violations.map((violation) => ({
    law: violation.rule.name,
    from: violation.from,
    to: violation.to,
    through: violation.cycle?.map((step) => step.name) ?? [],
  }));
}
