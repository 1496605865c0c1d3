import type { PackId } from '#evidence';
import type { Clock } from '#platform';
import type { PackClaims } from '../store-unprocessed.ts';

/** Work on a matter, pack by pack. */
export interface PackWork<Pack extends { readonly id: PackId }> {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Packs in which something is left to do. */
  readonly listPacks: () => Promise<readonly Pack[]>;
  readonly claims: PackClaims;
  readonly work: (pack: Pack) => Promise<void>;
}

/** How often packs that another process works on are looked at again. */
const claimPause = 250;

/** Works on every pack that no other process works on, until nothing is left to do or the signal says stop. */
export async function workThrough<Pack extends { readonly id: PackId }>(all: PackWork<Pack>): Promise<void> {
  const { listPacks, claims, work } = all;
  const isStopped = (): boolean => all.signal?.aborted === true;
  for (let packs = await listPacks(); packs.length > 0 && !isStopped(); packs = await listPacks()) {
    let isIdle = true;
    for (const pack of packs) {
      if (isStopped() || !(await claims.claim(pack.id))) continue;
      isIdle = false;
      try {
        await work(pack);
      } finally {
        await claims.release(pack.id);
      }
    }
    if (isIdle) await pause(all);
  }
}

async function pause({ clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal | undefined }) {
  try {
    await clock.sleep(claimPause, signal);
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}
