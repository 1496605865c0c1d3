export { finishCollection, stopCollection, type FinishedCollection, type Finishing } from './finish-collection.ts';
export { endHoldsOfDead } from './ledger/dead-holders.ts';
export { acquireLease, collectionLeaseKey, type LeaseOptions } from './ledger/lease.ts';
export { inMailboxTurn, type TurnOptions } from './ledger/mailbox-turn.ts';
export {
  findCollection,
  listCollections,
  lockCollection,
  mailboxesOfCollection,
  type CollectionMailbox,
  type CollectionRow,
  type CollectionStatus,
} from './ledger/store-collections.ts';
export {
  defaultSettings,
  steps,
  type CollectionOptions,
  type CollectorSettings,
  type RunOptions,
  type SourceQuery,
  type Step,
} from './mailbox-run.ts';
export { planCollection, type CollectionPlan, type PlannedCollection, type PlannedMailbox } from './plan-collection.ts';
export type { Progress } from './progress.ts';
export { nameOfPlace, type Difference, type MailboxReport } from './report/mailbox-report.ts';
export { reconcile, reconcileMailbox, type Reconciliation } from './report/reconcile.ts';
export { bytesOfCollection, countEnds, folderReports, type FolderReport } from './report/store-report.ts';
export type { WhyQuestion, WhyRow } from './report/store-why.ts';
export { collectionsOfMailbox } from './report/store-why.ts';
export { whyNot, type WhyAnswer } from './report/why-not.ts';
export { runCollection, type RunOutcome } from './run-collection.ts';
export { placesBeyond } from './walk/list-folders.ts';
export type { AdoptedPack } from './upkeep/adopt-pack.ts';
export { adoptUnknownPacks, tidyVault, type TidyReport } from './upkeep/tidy.ts';
export type { VaultProblem } from './upkeep/vault-problem.ts';
export { verifyVault, type VerifyReport } from './upkeep/verify.ts';
