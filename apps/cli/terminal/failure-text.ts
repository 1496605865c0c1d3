import { fileURLToPath } from 'node:url';
import type { Failure } from '#evidence';
import type { Terminal } from './terminal.ts';
import { quoted } from '../program-name.ts';
import { plainText, wrap } from './plain-text.ts';

const page = fileURLToPath(new URL('../../../docs/reference/errors.md', import.meta.url));

/** Where a failure's code is explained: the page of this installation, so that it can be read without a network. */
export function explanationOf(code: string): string {
  return `${page}#${code}`;
}

/** The commands in a text, with the data folder somebody named, so that they can be pasted as they stand. */
export function inDataFolder(text: string, dataFolder: string | undefined): string {
  if (dataFolder === undefined) return text;
  return text.replaceAll(/`(chainmail (?!demo)[^`]*)`/g, (span, command: string) =>
    command.includes('--data') ? span : `\`${command} --data ${quoted(dataFolder)}\``,
  );
}

/** A failure as a program reads it. */
export function failureObject(failure: Failure): Record<string, unknown> {
  const { kind, code, message, fix, evidence } = failure;
  return { kind, code, cause: message, fix: fix ?? null, explained: explanationOf(code), evidence };
}

/** Cause, fix and page, for a person; never a stack trace. */
export function failureLines(
  failure: Failure,
  terminal: Pick<Terminal, 'paint' | 'width'>,
  dataFolder?: string,
): readonly string[] {
  const { paint } = terminal;
  const rows: [string, string][] = [['Error', failure.message]];
  if (failure.fix !== undefined) rows.push(['Fix', inDataFolder(failure.fix, dataFolder)]);
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
