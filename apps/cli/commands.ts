import type { CommandDefinition } from './frame/command-definition.ts';
import { collectionList } from './commands/collection/collection-list.ts';
import { collectionShow } from './commands/collection/collection-show.ts';
import { collectionWhy } from './commands/collection/collection-why.ts';
import { catalogueRebuild } from './commands/vault/catalogue-rebuild.ts';
import { vaultCheck } from './commands/vault/vault-check.ts';
import { vaultTidy } from './commands/vault/vault-tidy.ts';
import { vaultVerify } from './commands/vault/vault-verify.ts';

/** What stands before the verbs. */
export const groups: Readonly<Record<string, string>> = {
  connection: 'ways into a tenant: add, check, change, remove',
  mailbox: 'what a tenant has',
  collection: 'collections that were begun: list, show, resume',
  vault: 'where the bytes rest: verify, check, tidy',
  catalogue: 'what is known of the bytes',
  receipt: 'signed statements of collections, and the key they are signed with',
  audit: 'the chain of everything that was done',
};

/** Every command, in the order of help. */
export const commands: readonly CommandDefinition[] = [
  collectionList,
  collectionShow,
  collectionWhy,
  vaultVerify,
  vaultCheck,
  vaultTidy,
  catalogueRebuild,
];
