/** Measures side by side and writes bench/RESULTS.md: `npm run bench`; `npm run bench -- NAME…` only shows some. */
import { loadavg } from 'node:os';
import { benchCollection, benchGrowth } from './collecting/collection.ts';
import { benchMemory } from './collecting/memory.ts';
import { benchLatency, benchMetering, benchTenant } from './collecting/pace.ts';
import type { Finding } from './finding.ts';
import { benchProcessing } from './processing.ts';
import { benchSearch } from './searching.ts';
import { lineOf, writeResults, type Outcome } from './results.ts';
import { benchDemo, benchReady } from './waiting.ts';

const benchmarks: Readonly<Record<string, () => Promise<readonly Finding[]>>> = {
  tenant: () => benchTenant(20_000),
  collection: () => benchCollection(20_000),
  growth: () => benchGrowth([5000, 20_000, 50_000]),
  latency: async () => [await benchLatency(1, 2000), await benchLatency(10, 2000), await benchLatency(50, 2000)],
  metering: () => benchMetering(20),
  memory: () => benchMemory(10_000),
  processing: () => benchProcessing(6000),
  search: () => benchSearch(100_000),
  ready: benchReady,
  demo: async () => [await benchDemo()],
};

const minutesEach = 15;

/** Runs one benchmark; one that fails or takes too long is told as such, and the others go on. */
async function run(name: string, benchmark: () => Promise<readonly Finding[]>): Promise<Outcome> {
  const load = loadavg()[0] ?? 0;
  process.stdout.write(`\n${name}\n`);
  const tooLong = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    tooLong.reject(new Error(`it took more than ${String(minutesEach)} minutes`));
  }, minutesEach * 60_000);
  try {
    const findings = await Promise.race([benchmark(), tooLong.promise]);
    for (const finding of findings) process.stdout.write(lineOf(finding));
    return { name, findings, failure: null, load };
  } catch (thrown) {
    const failure = thrown instanceof Error ? thrown.message : String(thrown);
    process.stdout.write(`did not come to its end: ${failure}\n`);
    return { name, findings: [], failure, load };
  } finally {
    clearTimeout(timer);
  }
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there are: ${Object.keys(benchmarks).join(', ')}.\n`,
  );
  process.exit(2);
}
const outcomes: Outcome[] = [];
for (const [name, benchmark] of Object.entries(benchmarks))
  if (names.length === 0 || names.includes(name)) outcomes.push(await run(name, benchmark));
if (names.length === 0) await writeResults(outcomes);
process.exit(outcomes.some(({ failure }) => failure !== null) ? 1 : 0);
