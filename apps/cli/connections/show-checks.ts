import type { CheckResult } from '#microsoft';
import { counted } from '../terminal/amounts.ts';
import type { Tone } from '../terminal/paint.ts';
import { plainText, wrap } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

const marks: Readonly<Record<CheckResult['result'], { text: string; tone: Tone }>> = {
  pass: { text: 'pass', tone: 'good' },
  warn: { text: 'warn', tone: 'warning' },
  fail: { text: 'FAIL', tone: 'bad' },
  skipped: { text: 'skip', tone: 'faint' },
};

/** The same finding at one or many mailboxes. */
interface Finding {
  readonly check: CheckResult;
  /** Empty for the connection as a whole. */
  readonly mailboxes: readonly string[];
}

/** What the checks found, with the fixes of those that did not pass; the same trouble of many mailboxes is told once. */
export function showChecks(terminal: Terminal, checks: readonly CheckResult[]): void {
  for (const finding of grouped(checks)) showFinding(terminal, finding);
  terminal.line();
  terminal.line(tally(checks));
}

/** Only what did not pass: before a collection, where a hundred passes would bury one finding. Goes to stderr. */
export function noteTroubles(terminal: Terminal, checks: readonly CheckResult[]): void {
  const troubles = checks.filter(({ result }) => result === 'fail' || result === 'warn');
  for (const { check, mailboxes } of grouped(troubles)) {
    const { id, result, cause, fix } = check;
    const [first] = mailboxes;
    const about = first === undefined ? id : `${mailboxes.length === 1 ? first : many(mailboxes)}: ${id}`;
    noteWrapped(terminal, `${terminal.paint(marks[result].tone, marks[result].text)}  `, `${about}: ${cause}`);
    if (mailboxes.length > 1) noteWrapped(terminal, '      ', mailboxes.join(', '));
    if (result === 'fail') for (const step of fix) noteWrapped(terminal, '      - ', step);
  }
}

/** On stderr, wrapped under itself: six columns in, two more below a dash. */
function noteWrapped(terminal: Terminal, start: string, text: string): void {
  const beside = start.endsWith('- ') ? 8 : 6;
  for (const [index, line] of wrap(plainText(text), Math.max(30, terminal.width() - beside)).entries())
    terminal.note(`${index === 0 ? start : ' '.repeat(beside)}${line}`);
}

/** Findings in their order; those that differ in nothing but mailbox and evidence are one. Passes stay by themselves. */
function grouped(checks: readonly CheckResult[]): readonly Finding[] {
  const findings = new Map<string, { check: CheckResult; mailboxes: string[] }>();
  for (const check of checks) {
    const { id, mailbox, result, cause, fix } = check;
    const key = JSON.stringify([id, result, cause, fix, result === 'pass' ? mailbox : mailbox === null]);
    const known = findings.get(key) ?? { check, mailboxes: [] };
    if (mailbox !== null) known.mailboxes.push(mailbox);
    findings.set(key, known);
  }
  return [...findings.values()];
}

function many(mailboxes: readonly string[]): string {
  return counted(mailboxes.length, 'mailbox', 'mailboxes');
}

function showFinding(terminal: Terminal, { check, mailboxes }: Finding): void {
  const { id, result, cause, fix, evidence } = check;
  const [first] = mailboxes;
  const about = first === undefined ? id : `${id} (${mailboxes.length === 1 ? first : many(mailboxes)})`;
  terminal.marked(marks[result], `${about}: ${cause}`);
  if (mailboxes.length > 1) terminal.words(mailboxes.join(', '), 8);
  if (result === 'pass' || result === 'skipped') return;
  for (const [index, step] of fix.entries())
    terminal.words(`${fix.length > 1 ? `${String(index + 1)}. ` : 'Fix: '}${step}`, 8);
  const seen = [
    evidence.status === undefined ? '' : `status ${String(evidence.status)}`,
    evidence.providerCode ?? '',
    evidence.requestId === undefined ? '' : `request id ${evidence.requestId}`,
    evidence.correlationId === undefined ? '' : `correlation id ${evidence.correlationId}`,
  ].filter((part) => part !== '');
  const where = mailboxes.length > 1 ? `Seen at ${String(first)}` : 'Seen';
  if (seen.length > 0) terminal.words(`${where}: ${seen.join(', ')}`, 8);
}

function tally(checks: readonly CheckResult[]): string {
  const count = (result: CheckResult['result']): number => checks.filter((check) => check.result === result).length;
  const parts = [`${counted(count('pass'), 'check')} passed`];
  if (count('warn') > 0) parts.push(counted(count('warn'), 'warning'));
  if (count('fail') > 0) parts.push(`${String(count('fail'))} FAILED`);
  if (count('skipped') > 0) parts.push(`${String(count('skipped'))} skipped`);
  return `${parts.join(', ')}.`;
}
