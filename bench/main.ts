/** Measures side by side in one run and writes bench/RESULTS.md. */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { benchCollection, benchLatency } from './collection.ts';
import { benchDemo } from './demo.ts';
import type { Finding } from './finding.ts';
import { benchProcessing } from './processing.ts';
import { benchSearch } from './searching.ts';

const isQuick = process.argv.includes('--quick');
const findings: Finding[] = [];

function found(...more: readonly Finding[]): void {
  findings.push(...more);
  for (const { what, ratio, target } of more)
    process.stdout.write(`${ratio.toFixed(3).padStart(9)}  ${what} (${target})\n`);
}

const load = loadavg()[0] ?? 0;
found(...(await benchCollection(isQuick ? 4000 : 20_000)));
found(await benchLatency(1, isQuick ? 200 : 1200));
found(await benchLatency(10, isQuick ? 100 : 400));
found(...(await benchProcessing(isQuick ? 500 : 2000)));
found(...(await benchSearch(isQuick ? 3000 : 100_000)));
found(await benchDemo());

const machine = `${String(availableParallelism())} cores (${cpus()[0]?.model ?? 'unknown'}), ${String(Math.round(totalmem() / 2 ** 30))} GiB, Linux ${release()}`;
const rows = findings.map(
  ({ what, ratio, target, detail }) => `| ${what} | ${ratio.toFixed(3)} | ${target} | ${detail} |`,
);
const page = `# Measured

Written by \`npm run bench\`. Both sides of a ratio ran in one run, on one machine, which also carried the simulated
tenant and Postgres. Ratios travel; rates do not.

Machine: ${machine}. Node ${process.versions.node}. ${new Date().toISOString().slice(0, 10)}. Load before the run: ${load.toFixed(1)}.

| what | measured | target | detail |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
if (!isQuick) await writeFile(new URL('./RESULTS.md', import.meta.url), page);
