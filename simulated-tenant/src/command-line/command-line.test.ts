import { afterEach, expect, test } from 'vitest';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCommand, UsageError } from './arguments.ts';

const program = fileURLToPath(new URL('../../bin/simulated-tenant.mjs', import.meta.url));

interface Ready {
  readonly url: string;
  readonly control: string | null;
  readonly apps: readonly { readonly name: string; readonly clientId: string; readonly secret: string | null }[];
  readonly mailboxes: readonly string[];
}

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

function run(args: readonly string[]): { child: ChildProcess; out: () => string; err: () => string } {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return { child, out: () => out, err: () => err };
}

test('prints one line of JSON, serves, stops on SIGTERM and says which faults were never hit', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'simulated-tenant-'));
  const faults = join(folder, 'faults.json');
  await writeFile(
    faults,
    JSON.stringify([{ name: 'never', match: { path: '/never' }, action: { kind: 'bad-gateway' } }]),
  );
  const { child, out, err } = run(['start', '--seed', 'tiny', '--control-port', '0', '--faults', faults, '--json']);
  while (!out().includes('\n')) await once(child.stdout!, 'data');
  expect(out().trimEnd().split('\n')).toHaveLength(1);
  const ready = JSON.parse(out()) as Ready;
  expect(ready.apps[0]).toMatchObject({ name: expect.any(String) as string, secret: expect.any(String) as string });
  expect(ready.mailboxes.length).toBeGreaterThan(1);
  const keys = await fetch(`${ready.url}/common/discovery/v2.0/keys`);
  expect(keys.status).toBe(200);
  expect((await fetch(`${ready.control!}/tenant`)).status).toBe(200);
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
  expect(err()).toBe('fault never hit: never (bad-gateway; matched 0 requests)\n');
  await rm(folder, { recursive: true });
});

test('exits with 2 for what it does not understand, and shows help', async () => {
  const wrong = run(['start', '--people', '5']);
  expect((await once(wrong.child, 'exit'))[0]).toBe(2);
  expect(wrong.err()).toContain('--people and --messages go together.');
  const help = run(['--help']);
  expect((await once(help.child, 'exit'))[0]).toBe(0);
  expect(help.out()).toContain('Examples');
});

test.each([
  [['start', '--imap-port', '1143'], 'IMAP is not simulated'],
  [['stop'], 'The one command is "start".'],
  [['start', '--port', 'x'], '--port: expected a whole number'],
  [['start', '--port', '70000'], '--port: expected a whole number up to 65535'],
  [['start', '--seed', 'tiny', '--mail', '.'], 'Give one of'],
  [['start', '--mail', '/nowhere/at/all'], 'There is nothing at'],
  [['start', '--faults', '/nowhere/at/all'], '--faults /nowhere/at/all'],
  [['start', '--bogus'], '--bogus'],
])('refuses %j', async (args, message) => {
  await expect(readCommand(args)).rejects.toThrow(UsageError);
  await expect(readCommand(args)).rejects.toThrow(message);
});

test('reads every option', async () => {
  const args = [
    'start',
    '--port',
    '1',
    '--control-port',
    '2',
    '--people',
    '3',
    '--messages',
    '4',
    '--latency',
    '5',
    '--vary-bytes',
    '--json',
  ];
  expect(await readCommand(args)).toEqual({
    kind: 'start',
    quiet: true,
    options: {
      port: 1,
      controlPort: 2,
      scale: { people: 3, messages: 4 },
      latency: { perRequestMs: 5 },
      varyBytes: true,
    },
  });
});
