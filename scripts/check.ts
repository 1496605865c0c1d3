import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

// npm run check [-- name …]: everything that must hold before a change lands. Shows every failure, not the first.

interface Step {
  readonly name: string;
  readonly tool: string;
  readonly args: readonly string[];
}

interface StepResult {
  readonly step: Step;
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** The longest first, so that two at a time end together. */
const steps: readonly Step[] = [
  { name: 'lint', tool: 'eslint', args: ['--max-warnings', '0', '.'] },
  { name: 'types', tool: 'tsc', args: ['--noEmit', '--pretty', 'false', '-p', '.'] },
  { name: 'web', tool: 'tsc', args: ['--noEmit', '--pretty', 'false', '-p', 'web'] },
  { name: 'gen', tool: 'scripts/generate.ts', args: ['--check'] },
  { name: 'format', tool: 'prettier', args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'knip', tool: 'knip', args: ['--no-progress'] },
  { name: 'laws', tool: 'scripts/check-laws.ts', args: [] },
  { name: 'budgets', tool: 'scripts/check-budgets.ts', args: [] },
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => steps.every((step) => step.name !== name));
if (unknown.length > 0) {
  process.stderr.write(
    `check: there is no step named ${unknown.join(', ')}; there are ${steps.map((step) => step.name).join(', ')}\n`,
  );
  process.exit(2);
}

const results = await runAll(steps.filter((step) => asked.length === 0 || asked.includes(step.name)));
const failed = results.filter((result) => !result.passed);
for (const result of failed) process.stdout.write(`\n${result.step.name} failed:\n${result.output.trim()}\n`);
process.stdout.write(`\n${results.map(line).join('\n')}\n`);
process.stdout.write(
  failed.length === 0 ? 'check passed\n' : `check failed: ${failed.map(({ step }) => step.name).join(', ')}\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

function line(result: StepResult): string {
  return `${result.passed ? 'ok    ' : 'FAILED'}  ${result.step.name.padEnd(8)} ${result.seconds.toFixed(1)} s`;
}

async function runAll(wanted: readonly Step[]): Promise<StepResult[]> {
  const waiting = [...wanted];
  const done: StepResult[] = [];
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await run(step);
      process.stdout.write(`${line(result)}\n`);
      done.push(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
  return wanted.flatMap((step) => done.filter((result) => result.step === step));
}

function run(step: Step): Promise<StepResult> {
  const started = performance.now();
  const program = step.tool.includes('/') ? step.tool : `node_modules/.bin/${step.tool}`;
  if (!existsSync(`${root}${program}`)) throw new Error(`${program} is not there; run npm ci.`);
  const child = spawn(process.execPath, [program, ...step.args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (part: string) => {
    output += part;
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ step, passed: code === 0, seconds: (performance.now() - started) / 1000, output });
    });
  });
}
