/** How a listed item ended. Every ledger row gets exactly one end. */
export type EndName = 'kept' | 'already-held' | 'filtered' | 'skipped' | 'failed';

export const endNames: readonly EndName[] = ['kept', 'already-held', 'filtered', 'skipped', 'failed'];

/** Why an item was left out because that was asked for. */
export type FilterReason = 'draft' | 'outside-window';

/** Why an item could not be kept for a named, documented, permanent cause. */
export type SkipCause = 'gone-at-source';

/** Counts of a folder, a mailbox or a collection. `listed` must equal the sum of the ends once it is over. */
export interface EndCounts {
  readonly listed: number;
  readonly kept: number;
  readonly alreadyHeld: number;
  readonly filtered: number;
  readonly skipped: number;
  readonly failed: number;
}

export const noEnds: EndCounts = { listed: 0, kept: 0, alreadyHeld: 0, filtered: 0, skipped: 0, failed: 0 };

/** Whether every listed item has an end: `listed = kept + already held + filtered + skipped + failed`. */
export function isBalanced(counts: EndCounts): boolean {
  return counts.listed === counts.kept + counts.alreadyHeld + counts.filtered + counts.skipped + counts.failed;
}

/** Sum of counts. */
export function addEnds(left: EndCounts, right: EndCounts): EndCounts {
  return {
    listed: left.listed + right.listed,
    kept: left.kept + right.kept,
    alreadyHeld: left.alreadyHeld + right.alreadyHeld,
    filtered: left.filtered + right.filtered,
    skipped: left.skipped + right.skipped,
    failed: left.failed + right.failed,
  };
}
