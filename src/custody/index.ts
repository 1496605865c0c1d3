export { localActor } from './actor.ts';
export type { Act, AuditHead } from './audit/chain.ts';
export { exportAuditHead, readExportedHead } from './audit/head-file.ts';
export { recordAct } from './audit/record-act.ts';
export { subjectsOfActs } from './audit/store-audit.ts';
export { verifyAuditTrail, type AuditVerification } from './audit/verify-audit-trail.ts';
export { openSigningKey, replaceLostSigningKey, type SigningKey, type SigningKeyPlace } from './keys/signing-key.ts';
export { digestAttribution } from './receipts/attribution.ts';
export type { ExportReceiptContent } from './receipts/export-body.ts';
export {
  findReceipt,
  issueExportReceipt,
  issueReceipt,
  receiptsOfCollection,
  receiptsOfExport,
  type ReceiptIssue,
} from './receipts/issue-receipt.ts';
export { digestMembers } from './receipts/member-digests.ts';
export type { ReceiptBody, ReceiptContent } from './receipts/receipt-body.ts';
export {
  isExportReceipt,
  parseReceipt,
  receiptText,
  type AnyReceipt,
  type ExportReceipt,
  type Receipt,
} from './receipts/receipt-file.ts';
export { receiptSummary } from './receipts/summary/receipt-summary.ts';
export type { HandedOutFiles } from './receipts/verify-files.ts';
export type { ReceiptPack } from './receipts/verify-packs.ts';
export {
  verifyReceipt,
  type ReceiptCheck,
  type ReceiptEvidence,
  type ReceiptVerification,
} from './receipts/verify-receipt.ts';
