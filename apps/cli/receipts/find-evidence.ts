import type { ReceiptEvidence } from '#custody';
import type { Given } from '../frame/given.ts';
import { counted } from '../terminal/amounts.ts';
import { findHandedOut } from './find-handed-out.ts';
import { findPacks } from './find-packs.ts';

/** What a receipt is held against: packs, or files that were handed out. */
export interface FoundEvidence {
  readonly isThere: boolean;
  /** What was looked at, or why nothing was. */
  readonly remark: string;
  /** The same for programs. */
  readonly stated: object;
  open(signal: AbortSignal): Pick<ReceiptEvidence, 'packs' | 'files'>;
}

/** The evidence in the folder that was named, or where it usually lies. */
export async function findEvidence(where: {
  readonly given: Given;
  readonly receipt: string;
  readonly dataFolder: string;
  readonly isExport: boolean;
}): Promise<FoundEvidence> {
  const { given, receipt, dataFolder } = where;
  if (where.isExport) return files(await findHandedOut({ given: given.text('files'), receipt }));
  const packs = await findPacks({ given: given.text('packs'), receipt, dataFolder });
  if (packs === null) {
    return {
      isThere: false,
      remark: 'packs: there are none here, so the evidence itself was not looked at. Name them with --packs DIR.',
      stated: { packs: null },
      open: () => ({}),
    };
  }
  return {
    isThere: true,
    remark: `looked at ${counted(packs.files, 'pack file')} in ${packs.folder}`,
    stated: { packs: { folder: packs.folder, files: packs.files } },
    open: (signal) => ({ packs: packs.read(signal) }),
  };
}

function files(found: Awaited<ReturnType<typeof findHandedOut>>): FoundEvidence {
  if (found === null) {
    return {
      isThere: false,
      remark: 'files: there are none here, so what was handed out was not looked at. Name the folder with --files DIR.',
      stated: { files: null },
      open: () => ({}),
    };
  }
  return {
    isThere: true,
    remark: `looked at the files in ${found.folder}`,
    stated: { files: { folder: found.folder } },
    open: () => ({ files: found }),
  };
}
