import type { TidyReport } from '#collector';
import type { Terminal } from '../../terminal/terminal.ts';

/** What was moved, adopted and could not be read. */
export function showUpkeep(terminal: Terminal, report: TidyReport): void {
  const { quarantined, adopted, unreadable } = report;
  terminal.object({ quarantined, adopted, unreadable });
  for (const path of quarantined) terminal.line(`quarantined  ${path}`);
  for (const { path } of adopted) terminal.line(`adopted      ${path}`);
  for (const { path, reason } of unreadable)
    terminal.marked({ text: 'unreadable ', tone: 'bad' }, `${path}: ${reason}`);
}
