import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { Failure } from '#evidence';
import { canonicalJson } from '../canonical-json.ts';
import { signatureSchema } from '../keys/signature.ts';
import { exportBodySchema, exportReceiptFormat } from './export-body.ts';
import { receiptBodySchema, receiptFormat } from './receipt-body.ts';

const receiptSchema = Type.Object({
  body: receiptBodySchema,
  signature: signatureSchema,
});
const exportReceiptSchema = Type.Object({ body: exportBodySchema, signature: signatureSchema });
const compiled = Compile(receiptSchema);
const compiledExport = Compile(exportReceiptSchema);

/** Of a collection. */
export type Receipt = Static<typeof receiptSchema>;
export type ExportReceipt = Static<typeof exportReceiptSchema>;
export type AnyReceipt = Receipt | ExportReceipt;

export function isExportReceipt(receipt: AnyReceipt): receipt is ExportReceipt {
  return receipt.body.format === exportReceiptFormat;
}

const largestReceipt = 256 * 1024 * 1024;

/** The text of a receipt file: one line of canonical JSON. */
export function receiptText(receipt: AnyReceipt): string {
  return `${canonicalJson(receipt)}\n`;
}

/**
 * A receipt from the bytes of a file that may come from anywhere.
 * `isCanonical` is false when the file says the same in another form (indented, reordered, members twice).
 * Failure `malformed` when it is not a receipt of a form this version knows.
 */
export function parseReceipt(bytes: Uint8Array): { readonly receipt: AnyReceipt; readonly isCanonical: boolean } {
  if (bytes.byteLength > largestReceipt) throw notAReceipt('It is larger than 256 MiB.');
  const text = decode(bytes);
  const value = parseJson(text);
  const receipt = checked(value);
  return { receipt, isCanonical: receiptText(receipt) === (text.endsWith('\n') ? text : `${text}\n`) };
}

function checked(value: unknown): AnyReceipt {
  const format = formatOf(value);
  if (format === exportReceiptFormat) {
    if (compiledExport.Check(value)) return value;
    throw notThatForm(compiledExport.Errors(value));
  }
  if (format !== receiptFormat) throw unknownFormat(format);
  if (compiled.Check(value)) return value;
  throw notThatForm(compiled.Errors(value));
}

function notThatForm([error]: readonly { readonly instancePath: string; readonly message: string }[]): Failure {
  return notAReceipt(`${error?.instancePath ?? ''} ${error?.message ?? 'is not as it must be'}.`);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw notAReceipt('It is not UTF-8 text.', cause);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notAReceipt('It is not JSON.', cause);
  }
}

function formatOf(value: unknown): unknown {
  const body = typeof value === 'object' && value !== null && 'body' in value ? value.body : null;
  return typeof body === 'object' && body !== null && 'format' in body ? body.format : null;
}

function unknownFormat(format: unknown): Failure {
  if (typeof format !== 'string') return notAReceipt('It names no format.');
  return new Failure(
    'malformed',
    `This version cannot read receipts of the form ${JSON.stringify(format.slice(0, 50))}.`,
    {
      code: 'receipt-format',
      fix: 'Verify it with the version of Chainmail that issued it, or a newer one.',
    },
  );
}

function notAReceipt(detail: string, cause?: unknown): Failure {
  return new Failure('malformed', `This is not a receipt: ${detail}`, {
    code: 'receipt-unreadable',
    fix: 'Give the file that `chainmail receipt show ID --json` wrote, unchanged.',
    cause,
  });
}
