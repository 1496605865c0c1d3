import type { ExportReceipt } from '../receipt-file.ts';
import { bullet, fact, heading, moment, number } from './summary-lines.ts';
import { printable } from './text-table.ts';

/** The receipt of an export as plain text for a terminal. */
export function exportSummary({ body, signature }: ExportReceipt): string {
  const asked = Object.entries(body.request).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const index = body.indexes.find(({ path }) => path === body.manifest);
  const lines = [
    ...heading(body),
    '',
    ...fact('matter', body.matter.name),
    ...fact('export', body.exportId),
    ...fact('asked for', asked.join(', ')),
    ...fact('exported by', body.startedBy),
    ...fact('ran', `${moment(body.startedAt)} to ${moment(body.endedAt)}`),
    ...fact('issued', moment(body.issuedAt)),
    ...body.previousReceipts.flatMap(({ receiptId }) => fact('follows', `receipt ${receiptId}`)),
    '',
    'WHAT WAS HANDED OUT',
    ...fact('items', `${number(body.items)}, and ${number(body.hidden)} duplicates left out`),
    ...(body.missing === undefined ? [] : fact('MISSING', `${number(body.missing)} items: see below`)),
    ...fact('records', `${number(body.records)}, exceptions ${number(body.exceptions)}`),
    ...fact('files', `${number(body.files.count)}, ${number(body.files.bytes)} bytes`),
    ...body.completeness.flatMap((sentence) => bullet(printable(sentence))),
    '',
    'EVIDENCE',
    ...fact('members', `${number(body.members.count)} distinct messages`),
    ...fact('digest', `${body.members.digest} (SHA-256 of the sorted member digests)`),
    ...fact('manifest', `${body.manifest}, SHA-256 ${index?.digest ?? 'not stated'}`),
    ...fact('audit trail', `entry ${number(body.auditHead.seq)}, ${body.auditHead.hash}`),
    ...fact('signed', `Ed25519, key ${signature.keyFingerprint}`),
    ...fact('', 'Verify with the public key you were given apart from this receipt: chainmail receipt verify'),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
