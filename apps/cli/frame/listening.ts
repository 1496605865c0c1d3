import type { Clock } from '#platform';
import type { Advance, Listener, News, StageName, Work } from '../../workbench/work.ts';
import { noteTroubles } from '../connections/show-checks.ts';
import { count, counted } from '../terminal/amounts.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Invocation } from './command-definition.ts';

/** An act's work, with everything that is told of it shown on the terminal. */
export function working(invocation: Omit<Invocation, 'given'>): Work {
  const { instance, clock, actor, signal, terminal } = invocation;
  return { instance, clock, actor, signal, listener: terminalListener(terminal, clock) };
}

/** Progress and remarks on stderr. */
function terminalListener(terminal: Terminal, clock: Clock): Listener {
  return {
    tell(news) {
      tell(terminal, news);
    },
    begin(stage) {
      const bar = new ProgressBar({ terminal, clock, ...stages[stage] });
      return {
        advance(advance) {
          bar.update(drawn(advance));
        },
        [Symbol.dispose]() {
          bar[Symbol.dispose]();
        },
      };
    },
  };
}

const stages: Readonly<Record<StageName, { title: string; noun: readonly [string, string] }>> = {
  transferring: { title: 'Transferring', noun: ['item', 'items'] },
  processing: { title: 'Processing', noun: ['message', 'messages'] },
  'reading-attachments': { title: 'Reading attachments', noun: ['file', 'files'] },
  indexing: { title: 'Indexing', noun: ['message', 'messages'] },
  exporting: { title: 'Exporting', noun: ['message', 'messages'] },
};

function tell(terminal: Terminal, news: News): void {
  switch (news.kind) {
    case 'note':
      terminal.note(news.text);
      return;
    case 'checking':
      terminal.note(`Checking ${counted(news.mailboxes, 'mailbox', 'mailboxes')} …`);
      return;
    case 'troubles':
      noteTroubles(terminal, news.checks);
      return;
    case 'left-out':
      terminal.note(`Left out, accounts without a licence and without a mailbox: ${news.addresses.join(', ')}`);
      return;
    case 'files-unread':
      terminal.note(`Of ${counted(news.files, 'attached file')} something could not be read: see collection show.`);
  }
}

function drawn({ done, expected, bytes, exceptions = 0, mailboxes }: Advance) {
  const failed = mailboxes?.failed ?? 0;
  return {
    done,
    expected,
    ...(bytes === undefined ? {} : { bytes }),
    ...(mailboxes !== undefined && mailboxes.total > 1
      ? { parts: { done: mailboxes.done, total: mailboxes.total, noun: 'mailboxes' } }
      : {}),
    remarks: [
      ...(failed > 0 ? [`${counted(failed, 'mailbox', 'mailboxes')} failed`] : []),
      ...(exceptions > 0 ? [`${count(exceptions)} with exceptions`] : []),
    ],
  };
}
