import { addEnds, noEnds, type EndCounts } from '#evidence';
import type { ReceiptBody } from '../receipt-body.ts';
import { exportSummary } from './export-summary.ts';
import type { AnyReceipt, Receipt } from '../receipt-file.ts';
import { isExportReceipt } from '../receipt-file.ts';
import { bullet, fact, heading, moment, number, width } from './summary-lines.ts';
import { columns, printable } from './text-table.ts';

const mailboxesShown = 40;

type Mailbox = ReceiptBody['mailboxes'][number];

/** A receipt as about a page of plain text for a terminal. What is missing is said as plainly as what is there. */
export function receiptSummary(receipt: AnyReceipt): string {
  return isExportReceipt(receipt) ? exportSummary(receipt) : collectionSummary(receipt);
}

function collectionSummary({ body, signature }: Receipt): string {
  const lines = [
    ...heading(body),
    '',
    ...facts(body),
    '',
    'WHAT BECAME OF EVERY LISTED ITEM',
    ...ends(body),
    '',
    `MAILBOXES (${number(body.mailboxes.length)})`,
    ...mailboxes(body.mailboxes),
    '',
    'COMPLETENESS',
    ...body.completeness.flatMap((sentence) => bullet(printable(sentence))),
    '',
    'EVIDENCE',
    ...evidence(body),
    ...fact('signed', 'Ed25519, with the key'),
    // On a line of its own, so that it can be copied whole.
    `      ${signature.keyFingerprint}`,
    ...fact('', 'Verify with the public key you were given apart from this receipt: `chainmail receipt verify`'),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function facts(body: ReceiptBody): readonly string[] {
  const { connection, matter, window } = body;
  return [
    ...fact('matter', matter.name),
    ...fact('collection', `${body.collectionId}, ${body.status}`),
    ...fact('started by', body.startedBy),
    ...fact('connection', `${connection.name} (application ${connection.clientId}, tenant ${connection.tenantId})`),
    ...fact('ran', `${moment(body.startedAt)} to ${body.endedAt === null ? 'NOT ENDED' : moment(body.endedAt)}`),
    ...fact('received', windowText(window)),
    ...fact('drafts', body.options['drafts'] === false ? 'left out' : 'in'),
    ...fact('places', placesText(body.options)),
    ...fact('issued', moment(body.issuedAt)),
    ...body.previousReceipts.flatMap(({ receiptId }) => fact('follows', `receipt ${receiptId}`)),
  ];
}

function placesText({ hidden, recoverable }: ReceiptBody['options']): string {
  const places = [
    'visible folders',
    ...(hidden === true ? ['hidden folders'] : []),
    ...(recoverable === true ? ['Recoverable Items'] : []),
  ];
  return places.join(', ');
}

function windowText({ from, to }: ReceiptBody['window']): string {
  if (from === null && to === null) return 'all dates';
  if (to === null) return `from ${moment(from ?? '')}`;
  return from === null ? `before ${moment(to)}` : `from ${moment(from)} to before ${moment(to)}`;
}

function ends({ totals }: ReceiptBody): readonly string[] {
  const rows: readonly (readonly [string, number])[] = [
    ['listed', totals.listed],
    ['kept', totals.kept],
    ['already held', totals.alreadyHeld],
    ['filtered', totals.filtered],
    ['skipped', totals.skipped],
    ['failed', totals.failed],
  ];
  const open = totals.listed - rows.slice(1).reduce((sum, [, count]) => sum + count, 0);
  const balance =
    open === 0 ? 'Every listed item has exactly one end.' : `NOT BALANCED: ${number(open)} listed items have no end.`;
  return [
    ...columns(
      rows.map(([name, count]) => [`  ${name}`, number(count)]),
      40,
    ),
    ...bullet(balance),
  ];
}

function mailboxes(all: readonly Mailbox[]): readonly string[] {
  const shown = all.slice(0, mailboxesShown);
  const head = ['  address', 'folders', 'expected', 'listed', 'kept', 'held', 'filtered', 'skipped', 'failed'];
  const rows = shown.map((mailbox) => {
    const { listed, kept, alreadyHeld, filtered, skipped, failed } = countsOf(mailbox);
    const counts = [listed, kept, alreadyHeld, filtered, skipped, failed].map(number);
    return ['', number(mailbox.folders.length), expectedOf(mailbox), ...counts];
  });
  const [titles = '', ...lines] = columns([head, ...rows], width);
  return [
    titles,
    ...shown.flatMap(({ address, custodian, state }, index) => [
      ...bullet(`${printable(address)} (${printable(custodian)})${state === 'done' ? '' : `: ${state.toUpperCase()}`}`),
      lines[index] ?? '',
    ]),
    ...(all.length > shown.length ? bullet(`and ${number(all.length - shown.length)} more, in the receipt file`) : []),
  ];
}

function evidence(body: ReceiptBody): readonly string[] {
  const { attribution, auditHead, members, packs } = body;
  return [
    ...fact(
      'members',
      `${number(members.count)} distinct messages in ${number(packs.length)} ${packs.length === 1 ? 'pack' : 'packs'}, ${number(body.bytes)} bytes`,
    ),
    ...fact('digest', `${members.digest} (SHA-256 of the sorted member digests)`),
    ...fact(
      'attribution',
      attribution === undefined
        ? 'not stated: this receipt proves the bytes of the members, not whose they are'
        : `${attribution.digest} (of the ${number(attribution.count)} manifest lines that say whose they are)`,
    ),
    ...fact(
      'processed',
      `${number(body.processed)} of ${number(body.totals.kept)} kept items, exceptions ${number(body.exceptions)}`,
    ),
    ...fact('audit trail', `entry ${number(auditHead.seq)}, ${auditHead.hash}`),
  ];
}

function countsOf({ folders }: Mailbox): EndCounts {
  return folders.map(({ counts }) => counts).reduce(addEnds, noEnds);
}

/** The sum of what the service counted; `?` when nobody could ask it, or behind it when it did not say so for every folder. */
function expectedOf({ folders }: Mailbox): string {
  if (folders.length === 0) return '?';
  const sum = folders.reduce((total, { expected }) => total + (expected ?? 0), 0);
  return folders.some(({ expected }) => expected === null) ? `${number(sum)}?` : number(sum);
}
