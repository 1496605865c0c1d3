import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { verdictOf, type Finding } from './finding.ts';

/** What one benchmark found, or why it could not be run. */
export interface Outcome {
  readonly name: string;
  readonly findings: readonly Finding[];
  readonly failure: string | null;
  /** The machine's load when it began. */
  readonly load: number;
}

/** One finding as a line for a terminal. */
export function lineOf(finding: Finding): string {
  const { what, target, detail } = finding;
  return `${measured(finding).padStart(9)}  ${verdictOf(finding).padEnd(6)}  ${what} (${target})\n${' '.repeat(19)}${detail}\n`;
}

/** Writes bench/RESULTS.md: the machine, a table of all findings, and what bench/NOTES.md says about them. */
export async function writeResults(outcomes: readonly Outcome[]): Promise<void> {
  const notes = await readFile(new URL('./NOTES.md', import.meta.url), 'utf8');
  const machine = `${String(availableParallelism())} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${String(Math.round(totalmem() / 2 ** 30))} GiB, Linux ${release()}`;
  const rows = outcomes.flatMap(({ name, findings, failure }) => [
    ...findings.map((finding) =>
      row([name, finding.what, measured(finding), finding.target, verdictOf(finding), finding.detail]),
    ),
    ...(failure === null ? [] : [row([name, 'did not come to its end', '', '', 'missed', failure])]),
  ]);
  const loads = outcomes.map(({ name, load }) => `${name} ${load.toFixed(1)}`).join(', ');
  const page = `# Measured

Written by \`npm run bench\`. Both sides of a ratio ran in one run, on one machine, which also carried the simulated
tenant and Postgres. Ratios travel; rates do not.

Machine: ${machine}. Node ${process.versions.node}. ${new Date().toISOString().slice(0, 10)}.
Load of the machine when each began: ${loads}.

| benchmark | what | measured | target | verdict | detail |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

${notes.trim()}
`;
  await writeFile(new URL('./RESULTS.md', import.meta.url), page);
}

function measured({ ratio }: Finding): string {
  return Number.isNaN(ratio) ? '–' : ratio.toFixed(3);
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')).join(' | ')} |`;
}
