import type { Failure } from '#evidence';
import type { Terminal } from './terminal.ts';
import { plainText, wrap } from './plain-text.ts';

/** Where a failure's code is explained. */
export function explanationOf(code: string): string {
  return `docs/reference/errors.md#${code}`;
}

/** A failure as a program reads it. */
export function failureObject(failure: Failure): Record<string, unknown> {
  const { kind, code, message, fix, evidence } = failure;
  return { kind, code, cause: message, fix: fix ?? null, explained: explanationOf(code), evidence };
}

/** Cause, fix and page, for a person; never a stack trace. */
export function failureLines(failure: Failure, terminal: Pick<Terminal, 'paint' | 'width'>): readonly string[] {
  const { paint } = terminal;
  const rows: [string, string][] = [['Error', failure.message]];
  if (failure.fix !== undefined) rows.push(['Fix', failure.fix]);
  const evidence = evidenceText(failure);
  if (evidence !== '') rows.push(['Seen', evidence]);
  rows.push(['More', explanationOf(failure.code)]);
  return rows.flatMap(([title, text]) => {
    const label = paint(title === 'Error' ? 'bad' : 'faint', title.padEnd(5));
    const lines = text
      .split('\n')
      .flatMap((part) => wrap(plainText(part), Math.max(30, Math.min(terminal.width(), 100) - 7)));
    return lines.map((line, index) => `${index === 0 ? label : '     '}  ${line}`);
  });
}

function evidenceText({ evidence }: Failure): string {
  const parts = [
    evidence.status === undefined ? '' : `status ${String(evidence.status)}`,
    evidence.providerCode ?? '',
    evidence.requestId === undefined ? '' : `request id ${evidence.requestId}`,
    evidence.correlationId === undefined ? '' : `correlation id ${evidence.correlationId}`,
    evidence.at ?? '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
