import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const launchModule = new URL('./launch.mjs', import.meta.url).href;

/** Counts the interrupts it gets for a while, then says the number. */
const counter = `
  let interrupts = 0;
  process.on('SIGINT', () => { interrupts += 1; });
  process.stdout.write('ready\\n');
  setTimeout(() => { process.stdout.write('interrupts ' + interrupts + '\\n'); process.exit(7); }, 900);
`;

/** Says what it was told, and that it ended. */
const listener = `
  const staying = setInterval(() => undefined, 1000);
  process.on('SIGTERM', (name) => { process.stdout.write('told ' + name + '\\n'); clearInterval(staying); });
  process.stdout.write('ready\\n');
`;

const launcher = (script: string) => `
  import { runInOurPlace } from ${JSON.stringify(launchModule)};
  process.exitCode = await runInOurPlace(process.execPath, ['-e', ${JSON.stringify(script)}], process.env);
`;

describe('the launcher', () => {
  it("ends with its child's exit code", async () => {
    expect(await outcome(launch('process.exit(42)'))).toEqual({ code: 42, output: '' });
  });

  it('ends with 128 + n when signal n ended its child', async () => {
    expect((await outcome(launch(`process.kill(process.pid, 'SIGTERM')`))).code).toBe(143);
  });

  it('hands on an interrupt of its own process once', async () => {
    const child = launch(counter);
    await ready(child);
    child.kill('SIGINT');
    expect(await outcome(child)).toEqual({ code: 7, output: 'interrupts 1\n' });
  });

  it('hands on once what the whole process group and then a parent sends, as a terminal and npm do', async () => {
    const child = launch(counter);
    await ready(child);
    process.kill(-Number(child.pid), 'SIGINT');
    child.kill('SIGINT');
    expect(await outcome(child)).toEqual({ code: 7, output: 'interrupts 1\n' });
  });

  it('stops its child when it is killed outright', async () => {
    const child = launch(listener);
    await ready(child);
    child.kill('SIGKILL');
    // The output is closed when its last holder ends, which is the child.
    expect(await outcome(child)).toEqual({ code: null, output: 'told SIGTERM\n' });
  });

  it.each(['fork(file)', 'new Worker(file)'])('is nothing to %s of its child', async (start) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'chainmail-launch-'));
    const file = join(folder.path, 'own.cjs');
    await writeFile(file, `process.stdout.write(String(process.execArgv.some((one) => one.includes('launcher'))))`);
    const script = `
      const { fork } = require('node:child_process');
      const { Worker } = require('node:worker_threads');
      const file = ${JSON.stringify(file)};
      ${start}.on('exit', (code) => { process.exitCode = code; });
    `;
    expect(await outcome(launch(script))).toEqual({ code: 0, output: 'false' });
  });
});

/** A launcher in a process group of its own, as a shell starts it. */
function launch(script: string): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '-e', launcher(script)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
}

async function ready(child: ChildProcess): Promise<void> {
  const { stdout } = child;
  if (stdout === null) throw new Error('The launcher has no output.');
  await new Promise<void>((resolve) => stdout.once('data', () => resolve()));
}

function outcome(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  child.stdout?.on('data', (part: Buffer) => {
    output += part.toString();
  });
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, output }));
  });
}
