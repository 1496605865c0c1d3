import { addEnds, noEnds } from '#evidence';
import { canonicalJson } from '../canonical-json.ts';
import { trustedFingerprint } from '../keys/fingerprint.ts';
import { isInOneForm, isSignatureOf, keyFault } from '../keys/signature.ts';
import type { ReceiptBody } from './receipt-body.ts';
import { isExportReceipt, parseReceipt, type AnyReceipt } from './receipt-file.ts';
import { checkFiles, type HandedOutFiles } from './verify-files.ts';
import { checkPacks, type ReceiptPack } from './verify-packs.ts';

export interface ReceiptCheck {
  readonly name: 'form' | 'key' | 'signature' | 'counts' | 'packs' | 'attribution' | 'files';
  readonly passed: boolean;
  readonly detail: string;
}

export interface ReceiptVerification {
  /** Every check passed. */
  readonly passed: boolean;
  readonly checks: readonly ReceiptCheck[];
  /** What the receipt says nothing about, in words. */
  readonly notCovered: readonly string[];
  readonly receipt: AnyReceipt;
}

export interface ReceiptEvidence {
  readonly bytes: Uint8Array;
  /** A fingerprint, or a public key in PEM, that came another way than the receipt. */
  readonly trustedKey: string;
  /** The packs that hold what was collected, if they are at hand. */
  readonly packs?: AsyncIterable<ReceiptPack>;
  /** The files that were handed out, for the receipt of an export, if they are at hand. */
  readonly files?: HandedOutFiles;
}

/**
 * Verifies a receipt with nothing but itself, the key and the packs or the files: no database, no network.
 * Failure `malformed` when the file is not a receipt or the key is not a key; everything else is a check.
 */
export async function verifyReceipt(evidence: ReceiptEvidence): Promise<ReceiptVerification> {
  const trusted = trustedFingerprint(evidence.trustedKey);
  const { receipt, isCanonical } = parseReceipt(evidence.bytes);
  const checks: ReceiptCheck[] = [
    checkForm(isCanonical && isInOneForm(receipt.signature)),
    checkKey(receipt, trusted),
    checkSignature(receipt),
  ];
  if (isExportReceipt(receipt)) {
    if (evidence.files !== undefined)
      checks.push({ name: 'files', ...(await checkFiles(receipt.body, evidence.files)) });
  } else {
    checks.push(checkCounts(receipt.body));
    if (evidence.packs !== undefined) checks.push(...(await checkPacks(receipt.body, evidence.packs)));
  }
  return { passed: checks.every(({ passed }) => passed), checks, notCovered: notCovered(receipt), receipt };
}

function notCovered(receipt: AnyReceipt): readonly string[] {
  if (isExportReceipt(receipt) || receipt.body.attribution !== undefined) return [];
  return [
    'attribution: this receipt was not signed over whose the members are and where they were; only their bytes are proved.',
  ];
}

function checkForm(passed: boolean): ReceiptCheck {
  const detail = passed
    ? 'The file is as it was issued.'
    : 'The file is not in the form it was issued in: somebody rewrote it.';
  return { name: 'form', passed, detail };
}

function checkKey({ signature }: AnyReceipt, trusted: string): ReceiptCheck {
  const fault = keyFault(signature, trusted);
  return { name: 'key', passed: fault === null, detail: fault ?? `It was signed with the trusted key ${trusted}.` };
}

function checkSignature({ body, signature }: AnyReceipt): ReceiptCheck {
  const passed = isSignatureOf(body, signature);
  return {
    name: 'signature',
    passed,
    detail: passed ? 'Not a byte of it was changed.' : 'It was changed after it was signed.',
  };
}

function checkCounts({ mailboxes, totals }: ReceiptBody): ReceiptCheck {
  const sum = mailboxes.flatMap(({ folders }) => folders.map(({ counts }) => counts)).reduce(addEnds, noEnds);
  const passed = canonicalJson(sum) === canonicalJson({ ...noEnds, ...totals });
  const detail = passed ? 'The folders add up to the totals.' : 'The folders do not add up to the totals.';
  return { name: 'counts', passed, detail };
}
