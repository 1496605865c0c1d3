import type { CommandDefinition } from './frame/command-definition.ts';
import { collect } from './commands/collection/collect.ts';
import { collectionList } from './commands/collection/collection-list.ts';
import { collectionResume } from './commands/collection/collection-resume.ts';
import { collectionShow } from './commands/collection/collection-show.ts';
import { collectionWhy } from './commands/collection/collection-why.ts';
import { connectionAdd } from './commands/connection/connection-add.ts';
import { connectionCheck } from './commands/connection/connection-check.ts';
import { connectionList } from './commands/connection/connection-list.ts';
import { connectionRemove } from './commands/connection/connection-remove.ts';
import { connectionSetup } from './commands/connection/connection-setup.ts';
import { connectionSignIn } from './commands/connection/connection-sign-in.ts';
import { connectionUpdate } from './commands/connection/connection-update.ts';
import { demo } from './commands/demo/demo.ts';
import { exportItems } from './commands/export.ts';
import { mailboxList } from './commands/mailbox-list.ts';
import { auditHead } from './commands/receipt/audit-head.ts';
import { auditVerify } from './commands/receipt/audit-verify.ts';
import { receiptKey } from './commands/receipt/receipt-key.ts';
import { receiptShow } from './commands/receipt/receipt-show.ts';
import { receiptVerify } from './commands/receipt/receipt-verify.ts';
import { backup } from './commands/vault/backup.ts';
import { catalogueRebuild } from './commands/vault/catalogue-rebuild.ts';
import { restore } from './commands/vault/restore.ts';
import { serve } from './commands/serve.ts';
import { messageShow } from './commands/search/message-show.ts';
import { search } from './commands/search/search.ts';
import { searchAudit } from './commands/search/search-audit.ts';
import { searchReport } from './commands/search/search-report.ts';
import { vaultCheck } from './commands/vault/vault-check.ts';
import { vaultTidy } from './commands/vault/vault-tidy.ts';
import { vaultVerify } from './commands/vault/vault-verify.ts';

/** What stands before the verbs. */
export const groups: Readonly<Record<string, string>> = {
  connection: 'ways into a tenant: add, check, set up, update, remove',
  mailbox: 'what a tenant has',
  collection: 'what was collected: list, show, resume, ask why',
  message: 'one message: show',
  vault: 'where the bytes rest: verify, check, tidy',
  catalogue: 'what is known of the bytes: rebuild',
  receipt: 'signed statements of collections: show, verify, and their key',
  audit: 'the chain of everything that was done: verify, export its head',
};

/** Every command, in the order of help. */
export const commands: readonly CommandDefinition[] = [
  demo,
  serve,
  connectionAdd,
  connectionCheck,
  connectionList,
  connectionSetup,
  connectionSignIn,
  connectionUpdate,
  connectionRemove,
  mailboxList,
  collect,
  collectionList,
  collectionShow,
  collectionResume,
  collectionWhy,
  exportItems,
  search,
  searchReport,
  searchAudit,
  messageShow,
  vaultVerify,
  vaultCheck,
  vaultTidy,
  catalogueRebuild,
  backup,
  restore,
  receiptShow,
  receiptVerify,
  receiptKey,
  auditVerify,
  auditHead,
];
