import type { ItemsHit } from './store-upkeep.ts';

/** What is wrong in one way with one pack. */
export interface VaultProblem {
  readonly kind: 'missing' | 'corrupt' | 'orphan' | 'altered';
  readonly pack: string;
  /** How many of its members; of an altered one: how many of its items. */
  readonly members: number;
  /** The first of them. */
  readonly digests: readonly string[];
  readonly detail: string;
  /** Whose items rest in those members. */
  readonly hit: readonly ItemsHit[];
}
