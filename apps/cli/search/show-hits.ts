import type { Facets, Hit, Person } from '#search';
import { count, counted } from '../terminal/amounts.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** A hit as programs get it: one object a line. */
export function hitObject(hit: Hit): object {
  const { id, digest, matter, custodian, mailbox, folder, place, subject, from, to, received, sent, attachments } = hit;
  return { id, digest, matter, custodian, mailbox, folder, place, subject, from, to, received, sent, attachments };
}

/** Hits as a table; an id is shown as far as it takes to tell it from others. */
export function showHits(terminal: Terminal, hits: readonly Hit[]): void {
  terminal.table(
    [
      { title: 'Received' },
      { title: 'From', least: 10 },
      { title: 'Subject', least: 16 },
      { title: 'Mailbox', least: 8 },
      { title: 'Folder', least: 6 },
      { title: 'Id' },
    ],
    hits.map(({ received, from, subject, mailbox, folder, id }) => [
      received === null ? '' : received.toISOString().slice(0, 16).replace('T', ' '),
      from.map(personText).join(', '),
      subject ?? '',
      mailbox,
      folder,
      id.slice(0, 13),
    ]),
  );
}

function personText({ name, address }: Person): string {
  return name === '' ? address : name;
}

const facetsShown = 10;

/** How many there are, and of whom, when and what. */
export function showFacets(terminal: Terminal, hits: number, facets: Facets): void {
  terminal.line(terminal.paint('strong', counted(hits, 'hit')));
  const titles = [
    ['Custodian', facets.custodians],
    ['Received', facets.months],
    ['Sender', facets.senders],
    ['File type', facets.fileTypes],
  ] as const;
  for (const [title, rows] of titles) {
    if (rows.length === 0) continue;
    terminal.line();
    const shown = title === 'Received' ? rows : rows.slice(0, facetsShown);
    terminal.table(
      [{ title }, { title: 'Hits', align: 'right' }],
      shown.map(({ value, count: found }) => [value === '' ? '(none)' : value, count(found)]),
    );
    if (rows.length > shown.length) terminal.line(`and ${count(rows.length - shown.length)} more (all with --json)`);
  }
}
