import { spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** An npm that notes each call and installs nothing but a pinned Node and one tool. */
const installingNpm = `#!/bin/sh
echo "$*" >> calls
/bin/rm -rf node_modules; /bin/mkdir -p node_modules/node/bin node_modules/.bin
/bin/sleep 0.3
/bin/ln -s "${process.execPath}" node_modules/node/bin/node
echo 'process.stdout.write("tool " + process.argv.slice(2).join(" ") + " " + (process.env.EXTRA ?? ""))' > node_modules/.bin/tool
`;

describe('the set-up', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'chainmail-setup-'));
    await mkdir(join(root, 'bin'));
    for (const file of ['setup.mjs', 'setup-install.mjs', 'setup-lock.mjs', 'setup-npm.mjs']) {
      await cp(join(projectRoot, 'scripts', file), join(root, 'scripts', file));
    }
    for (const file of ['launch.mjs', 'stop-with-launcher.mjs'])
      await cp(join(projectRoot, 'apps/cli', file), join(root, 'apps/cli', file));
    await writeFile(join(root, 'package-lock.json'), '{"packages":{"":{},"node_modules/a":{"integrity":"sha512-a"}}}');
    await writeNpm(installingNpm);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('installs once, and goes on with the command and its environment', async () => {
    const ran = await run('EXTRA=more', 'tool', 'a', 'b c');
    expect(ran).toMatchObject({ code: 0, output: 'tool a b c more' });
    expect(await run('tool')).toMatchObject({ code: 0, output: 'tool  ' });
    expect(await npmCalls()).toHaveLength(1);
  });

  it('installs again when the lock file has changed', async () => {
    await run('tool');
    await writeFile(join(root, 'package-lock.json'), '{"packages":{"":{},"node_modules/a":{"integrity":"sha512-b"}}}');
    await run('tool');
    expect(await npmCalls()).toHaveLength(2);
  });

  it('installs once for two that start together', async () => {
    const both = await Promise.all([run('tool'), run('tool')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(await npmCalls()).toHaveLength(1);
  });

  it('leaves packages alone that somebody installed by hand, when they are those of the lock file', async () => {
    await run('tool');
    await rm(join(root, 'node_modules/.chainmail-setup'));
    await writeFile(
      join(root, 'node_modules/.package-lock.json'),
      '{"packages":{"node_modules/a":{"integrity":"sha512-a"}}}',
    );
    expect(await run('tool')).toMatchObject({ code: 0 });
    expect(await npmCalls()).toHaveLength(1);
  });

  it("hands on the command's exit code", async () => {
    expect(await run('node', '-e', 'process.exit(3)')).toMatchObject({ code: 3 });
  });

  it('says so when the network is away', async () => {
    await writeNpm('#!/bin/sh\necho "npm error code ENOTFOUND" >&2\nexit 1\n');
    const ran = await run('tool');
    expect(ran.code).toBe(1);
    expect(ran.errors).toContain('npm could not reach its registry.');
    expect(ran.errors).toContain('npm error code ENOTFOUND');
  });

  it('says so when there is no npm', async () => {
    await rm(join(root, 'bin/npm'));
    const ran = await run('tool');
    expect(ran.code).toBe(1);
    expect(ran.errors).toContain('npm was not found.');
  });

  it('says so when npm left out the pinned Node', async () => {
    await writeNpm('#!/bin/sh\n/bin/mkdir -p node_modules\n');
    const ran = await run('tool');
    expect(ran.code).toBe(1);
    expect(ran.errors).toContain('The pinned Node was not installed.');
  });

  it.each(['', 'sh -c'])('stops what it runs when npm, which started it (%s), is killed outright', async (shell) => {
    const staying = `
      setInterval(() => undefined, 1000);
      process.on('SIGTERM', () => { process.stdout.write('stopped\\n'); process.exit(); });
      process.stdout.write('ready\\n');`;
    const words = [process.execPath, join(root, 'scripts/setup.mjs'), 'node', '-e', staying];
    // The second command keeps the shell from handing its place over to the first.
    const command = shell === '' ? words : ['/bin/sh', '-c', `"$0" "$@"; exit`, ...words];
    const npm = `const [first, ...more] = ${JSON.stringify(command)};
      require('node:child_process').spawn(first, more, { stdio: 'inherit' })`;
    const env = { ...surroundings(), npm_lifecycle_event: 'demo' };
    const child = spawn(process.execPath, ['-e', npm], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (part: Buffer) => {
      output += part.toString();
      if (output === 'ready\n') child.kill('SIGKILL');
    });
    await new Promise((resolve) => child.once('close', resolve));
    expect(output).toBe('ready\nstopped\n');
  });

  /** The machine's own folders, without a real npm. */
  function surroundings(): NodeJS.ProcessEnv {
    const { npm_execpath: _cli, npm_node_execpath: _node, ...inherited } = process.env;
    return { ...inherited, PATH: join(root, 'bin') };
  }

  async function writeNpm(script: string): Promise<void> {
    await writeFile(join(root, 'bin/npm'), script);
    await chmod(join(root, 'bin/npm'), 0o755);
  }

  async function npmCalls(): Promise<string[]> {
    return (await readFile(join(root, 'calls'), 'utf8')).trim().split('\n');
  }

  function run(...words: string[]): Promise<{ code: number | null; output: string; errors: string }> {
    const env = surroundings();
    const script = join(root, 'scripts/setup.mjs');
    const child = spawn(process.execPath, [script, ...words], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (part: Buffer) => (output += part.toString()));
    child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
    return new Promise((resolve) => {
      child.once('close', (code) => {
        resolve({ code, output, errors });
      });
    });
  }
});
