import type { FinishedCollection } from '#collector';
import { duration, counted, size } from '../terminal/amounts.ts';
import type { Tone } from '../terminal/paint.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { CollectionSummary } from '../../workbench/collections/collection-summary.ts';
import { programName, quoted } from '../program-name.ts';
import { countCells, countColumns } from './count-cells.ts';

const mailboxesShown = 30;
/** Sentences that every receipt has, and those the table of mailboxes says already. */
const usual = /^(Looked at|Not looked at|NOT COMPLETE)/;

/** How a collection ended, for a person: its mailboxes, what went wrong, and where to read more. */
export function showOutcome(terminal: Terminal, finished: FinishedCollection, summary: CollectionSummary): void {
  const { mailboxes, completeness } = finished.reconciliation;
  terminal.line();
  terminal.table(
    [{ title: 'Mailbox', least: 16 }, { title: 'Custodian', least: 10 }, { title: 'State' }, ...countColumns],
    mailboxes.slice(0, mailboxesShown).map((mailbox) => {
      return [
        mailbox.address,
        mailbox.custodianName,
        { text: mailbox.state, tone: toneOf(mailbox.state) },
        ...countCells(mailbox.expected, mailbox.counts),
      ];
    }),
  );
  if (mailboxes.length > mailboxesShown)
    terminal.line(`and ${counted(mailboxes.length - mailboxesShown, 'mailbox', 'mailboxes')} more`);
  for (const { named, failure } of failuresByCause(mailboxes)) {
    terminal.marked(
      { text: 'failed', tone: 'bad' },
      `${named}: ${failure.cause}${failure.fix === null ? '' : `\nFix: ${failure.fix}`}`,
    );
  }
  for (const sentence of completeness.filter((one) => !usual.test(one))) terminal.words(sentence);
  terminal.line();
  const isClean = summary.exceptions === 0;
  terminal.marked(
    isClean ? { text: 'Completed', tone: 'good' } : { text: 'Completed with exceptions', tone: 'warning' },
    `${counted(summary.kept, 'item')} kept${sameBytes(summary.kept, finished.receipt.body.members.count)}, ${size(summary.bytes)}, in ${counted(summary.packs, 'pack')}, in ${duration(summary.seconds * 1000)}${isClean ? '' : `; ${counted(summary.exceptions, 'exception')}, ${counted(summary.processed, 'kept item')} read`}`,
  );
}

/** Messages that lie in several places are kept once. */
function sameBytes(items: number, distinct: number): string {
  return items === distinct ? '' : ` (${counted(distinct, 'distinct message')}; the same bytes are kept once)`;
}

/** Commands that can be pasted, for what comes next. */
export function showNext(terminal: Terminal, collection: string, dataFolder: string): void {
  const call = (command: string): string => `${programName()} ${command} --data ${quoted(dataFolder)}`;
  terminal.line();
  terminal.line(`What was collected:  ${call(`collection show ${collection}`)}`);
  terminal.line(`The signed receipt:  ${call(`receipt show ${collection}`)}`);
  terminal.line(`Hand it out:         ${call(`export --collection ${collection} --format eml --out ./handed-out`)}`);
}

const addressesShown = 10;

/** Mailboxes that failed for one cause are told of once. */
function failuresByCause(mailboxes: FinishedCollection['reconciliation']['mailboxes']) {
  const failed = mailboxes.flatMap(({ address, failure }) => (failure === null ? [] : [{ address, failure }]));
  const causes = Map.groupBy(failed, ({ address, failure }) => failure.cause.replaceAll(address, ''));
  return [...causes.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const shown = some.slice(0, addressesShown).map(({ address }) => address);
    const more = some.length > shown.length ? ` and ${String(some.length - shown.length)} more` : '';
    return [{ named: `${shown.join(', ')}${more}`, failure: first.failure }];
  });
}

function toneOf(state: string): Tone {
  if (state === 'done') return 'good';
  return state === 'failed' ? 'bad' : 'warning';
}
