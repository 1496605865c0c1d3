import { describeWindow } from '#evidence';
import type { CollectionRow, MailboxReport, Reconciliation } from '#collector';
import type { ProcessingException } from '#processing';
import { count, counted, duration, instant, size } from '../terminal/amounts.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { CollectionSummary } from '../../workbench/collections/collection-summary.ts';
import { countCells, countColumns } from './count-cells.ts';

export interface ShownCollection {
  readonly collection: CollectionRow;
  readonly summary: CollectionSummary;
  readonly reconciliation: Reconciliation;
  readonly exceptions: readonly ProcessingException[];
}

/** A collection for a person: facts, mailboxes and folders, what went wrong, and the completeness statement. */
export function showCollection(terminal: Terminal, shown: ShownCollection): void {
  showFacts(terminal, shown);
  for (const mailbox of shown.reconciliation.mailboxes) showMailbox(terminal, mailbox);
  showExceptions(terminal, shown.exceptions);
  terminal.line();
  terminal.line(terminal.paint('strong', 'Completeness'));
  for (const sentence of shown.reconciliation.completeness) terminal.marked({ text: '-', tone: 'faint' }, sentence, 1);
}

function showFacts(terminal: Terminal, { collection, summary }: ShownCollection): void {
  terminal.facts([
    ['Collection', collection.id],
    ['Matter', collection.matterName],
    ['Connection', `${collection.connectionName} (tenant ${collection.tenant})`],
    ...askedFor(collection),
    ['Status', statusText(summary)],
    ['Kept', `${counted(summary.kept, 'item')}, ${size(summary.bytes)}, in ${counted(summary.packs, 'pack')}`],
    ['Processed', `${count(summary.processed)} of ${counted(summary.kept, 'kept item')} read`],
    ['Time', duration(summary.seconds * 1000)],
  ]);
}

/** What a collection was asked for; a rebuilt catalogue does not know it. */
function askedFor(collection: CollectionRow): [string, string][] {
  if (collection.status === 'known-from-packs') return [['Asked for', 'not known: only its packs are']];
  return [
    ['Planned', `${instant(collection.createdAt)} by ${collection.startedBy}`],
    ['Window', describeWindow(collection.window)],
    ['Drafts', collection.options.drafts ? 'in' : 'left out'],
    ['Hidden', collection.options.hidden ? 'hidden folders in' : 'hidden folders left out'],
    ['Recoverable', collection.options.recoverable ? 'Recoverable Items in' : 'Recoverable Items left out'],
  ];
}

function statusText({ status, exceptions }: CollectionSummary): string {
  return exceptions === 0 ? status : `${status} (${counted(exceptions, 'exception')})`;
}

const columns = [{ title: 'Folder', least: 14 }, ...countColumns];

function showMailbox(terminal: Terminal, mailbox: MailboxReport): void {
  const { paint } = terminal;
  terminal.line();
  terminal.line(
    `${paint('strong', mailbox.address)}  ${paint('faint', `custodian ${mailbox.custodianName}, ${mailbox.state}`)}`,
  );
  if (mailbox.failure !== null) {
    terminal.words(`${mailbox.failure.cause} (${mailbox.failure.code})`, 2);
    if (mailbox.failure.fix !== null) terminal.words(`Fix: ${mailbox.failure.fix}`, 2);
  }
  if (mailbox.folders.length === 0) return;
  const rows = mailbox.folders
    .filter(({ expected, counts }) => counts.listed > 0 || (expected ?? 0) > 0)
    .map(({ path, expected, counts }) => [path, ...countCells(expected, counts)]);
  const empty = mailbox.folders.length - rows.length;
  const total = [{ text: 'all folders', tone: 'strong' as const }, ...countCells(mailbox.expected, mailbox.counts)];
  terminal.table(columns, [...rows, total]);
  if (empty > 0) terminal.line(paint('faint', `${counted(empty, 'folder')} more without mail in the window`));
}

const shownExceptions = 20;

function showExceptions(terminal: Terminal, exceptions: readonly ProcessingException[]): void {
  if (exceptions.length === 0) return;
  terminal.line();
  terminal.line(terminal.paint('strong', 'Kept, but not fully understood'));
  for (const { digest, reason, detail, part } of exceptions.slice(0, shownExceptions)) {
    terminal.words(`- ${digest.slice(0, 16)}…${part === '' ? '' : `, part ${part}`}: ${reason}: ${detail}`, 2);
  }
  if (exceptions.length > shownExceptions)
    terminal.line(`  and ${count(exceptions.length - shownExceptions)} more (--json lists them)`);
}
