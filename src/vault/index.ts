export * from './contract.ts';
export { openDiskVault, type DiskVaultOptions } from './disk/disk-vault.ts';
export { openPackCopy, type PackCopy } from './disk/pack-copy.ts';
export { memoryVault } from './memory/memory-vault.ts';
export { vaultConformance, type VaultCheck } from './conformance.ts';
