import type { CheckResult } from '#microsoft';
import { counted } from '../terminal/amounts.ts';
import type { Tone } from '../terminal/paint.ts';
import { plainText } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

const marks: Readonly<Record<CheckResult['result'], { text: string; tone: Tone }>> = {
  pass: { text: 'pass', tone: 'good' },
  warn: { text: 'warn', tone: 'warning' },
  fail: { text: 'FAIL', tone: 'bad' },
  skipped: { text: 'skip', tone: 'faint' },
};

/** What the checks found, with the fixes of those that did not pass. */
export function showChecks(terminal: Terminal, checks: readonly CheckResult[]): void {
  for (const check of checks) showCheck(terminal, check);
  terminal.line();
  terminal.line(tally(checks));
}

/** Only what did not pass: before a collection, where a hundred passes would bury one finding. Goes to stderr. */
export function noteTroubles(terminal: Terminal, checks: readonly CheckResult[]): void {
  for (const { id, mailbox, result, cause, fix } of checks) {
    if (result !== 'fail' && result !== 'warn') continue;
    const about = plainText(`${mailbox === null ? '' : `${mailbox}: `}${id}: ${cause}`);
    terminal.note(`${terminal.paint(marks[result].tone, marks[result].text)}  ${about}`);
    if (result === 'fail') for (const step of fix) terminal.note(`      - ${plainText(step)}`);
  }
}

function showCheck(terminal: Terminal, { id, mailbox, result, cause, fix, evidence }: CheckResult): void {
  const about = mailbox === null ? id : `${id} (${mailbox})`;
  terminal.marked(marks[result], `${about}: ${cause}`);
  if (result === 'pass' || result === 'skipped') return;
  for (const [index, step] of fix.entries())
    terminal.words(`${fix.length > 1 ? `${String(index + 1)}. ` : 'Fix: '}${step}`, 8);
  const seen = [
    evidence.status === undefined ? '' : `status ${String(evidence.status)}`,
    evidence.providerCode ?? '',
    evidence.requestId === undefined ? '' : `request id ${evidence.requestId}`,
    evidence.correlationId === undefined ? '' : `correlation id ${evidence.correlationId}`,
  ].filter((part) => part !== '');
  if (seen.length > 0) terminal.words(`Seen: ${seen.join(', ')}`, 8);
}

function tally(checks: readonly CheckResult[]): string {
  const count = (result: CheckResult['result']): number => checks.filter((check) => check.result === result).length;
  const parts = [`${counted(count('pass'), 'check')} passed`];
  if (count('warn') > 0) parts.push(counted(count('warn'), 'warning'));
  if (count('fail') > 0) parts.push(`${String(count('fail'))} FAILED`);
  if (count('skipped') > 0) parts.push(`${String(count('skipped'))} skipped`);
  return `${parts.join(', ')}.`;
}
