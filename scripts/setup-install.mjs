import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join, sep } from 'node:path';
import { withLock } from './setup-lock.mjs';

/** A set-up that cannot go on, with the way out. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {string} fix
   * @param {string | undefined} [detail]
   */
  constructor(message, fix, detail) {
    super(message);
    this.name = 'SetupError';
    this.fix = fix;
    this.detail = detail;
  }
}

/**
 * Runs `npm ci` unless node_modules already is what the lock file says.
 * Concurrent runs wait for the one that installs.
 *
 * @param {string} root
 */
export async function installWhenNeeded(root) {
  if (isInstalled(root)) return;
  await withLock(join(root, '.chainmail-setup.lock'), async () => {
    if (isInstalled(root)) return;
    if (!isInstalledByHand(root)) await runNpmCi(root);
    writeFileSync(stampPath(root), lockDigest(root));
  });
}

function stampPath(root) {
  return join(root, 'node_modules', '.chainmail-setup');
}

function lockDigest(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function isInstalled(root) {
  return existsSync(stampPath(root)) && readFileSync(stampPath(root), 'utf8') === lockDigest(root);
}

/** Whether somebody ran npm without us: npm's own record in node_modules agrees with the lock file. */
function isInstalledByHand(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record) || !existsSync(join(root, 'node_modules', 'node', 'bin', 'node'))) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted)
    .filter(([path, entry]) => path.startsWith('node_modules/') && !entry.optional && !entry.devOptional)
    .every(([path, entry]) => installed[path] !== undefined && installed[path].integrity === entry.integrity);
}

async function runNpmCi(root) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const isTerminal = process.stderr.isTTY === true;
  process.stderr.write(`setup: installing packages (npm ci)${isTerminal ? '' : ' …\n'}`);
  const ticker = setInterval(
    () =>
      process.stderr.write(
        isTerminal ? `\rsetup: installing packages (npm ci) ${seconds()} ` : `setup: still installing, ${seconds()}\n`,
      ),
    isTerminal ? 1000 : 15_000,
  );
  const { code, output } = await runNpm(root).finally(() => clearInterval(ticker));
  if (code !== 0) throw explain(output);
  process.stderr.write(`${isTerminal ? '\r' : ''}setup: packages installed in ${seconds()}        \n`);
}

/** npm as it called us, or the one on the path; never the pinned Node, which `npm ci` replaces. */
function findNpm(root) {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  const inProject = join(root, 'node_modules') + sep;
  if (cli && node && basename(cli) === 'npm-cli.js' && !node.startsWith(inProject) && existsSync(node))
    return [node, cli];
  return ['npm'];
}

function runNpm(root) {
  const inProject = join(root, 'node_modules') + sep;
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(inProject));
  const [program, ...first] = findNpm(root);
  const args = [
    ...first,
    'ci',
    '--include=dev',
    '--include=optional',
    '--ignore-scripts=false',
    '--no-progress',
    '--loglevel=error',
    '--no-audit',
    '--no-fund',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, PATH: path.join(delimiter) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (part) => {
      output = (output + part).slice(-20_000);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', (error) => {
      reject(
        error.code === 'ENOENT'
          ? new SetupError('npm was not found.', 'Install npm (it comes with Node) and put it on the PATH.')
          : error,
      );
    });
    child.once('close', (code) => resolve({ code, output }));
  });
}

function explain(output) {
  const detail = output.trim().split('\n').slice(-25).join('\n');
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/.test(output)
  ) {
    return new SetupError(
      'npm could not reach its registry.',
      'Check the network and npm\'s proxy and registry settings ("npm config list"), then try again.',
      detail,
    );
  }
  if (/EBADPLATFORM/.test(output)) {
    return new SetupError('A package does not support this platform.', 'Use Linux x64 with glibc.', detail);
  }
  if (/ENOSPC/.test(output))
    return new SetupError('The disk is full.', 'About 700 MB are needed for the packages.', detail);
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return new SetupError('npm may not write here.', 'Use a folder (and an npm cache) that belongs to you.', detail);
  }
  return new SetupError('npm ci failed.', 'The end of its output follows.', detail);
}
