import type { VaultLaw } from './conformance-kit.ts';
import type { Vault } from './contract.ts';
import { packLaws } from './conformance-packs.ts';
import { readingLaws } from './conformance-reading.ts';

export interface VaultCheck {
  readonly name: string;
  readonly passed: boolean;
  /** Why it did not pass; empty when it did. */
  readonly detail: string;
}

export const vaultLaws: readonly VaultLaw[] = [...packLaws, ...readingLaws];

/**
 * Tries every law of the contract on a real vault, one after another.
 * It writes packs of its own and nothing can delete them: hand in a vault that may be thrown away afterwards
 * (a fresh folder on the same disk).
 */
export async function* vaultConformance(vaultFactory: () => Promise<Vault>): AsyncIterable<VaultCheck> {
  for (const { name, check } of vaultLaws) {
    try {
      await check(await vaultFactory());
      yield { name, passed: true, detail: '' };
    } catch (thrown) {
      yield { name, passed: false, detail: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  }
}
