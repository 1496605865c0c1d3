// node scripts/setup.mjs [NAME=value …] <command> [argument …]
//
// Installs what is needed, then goes on under the Node version this project pins.
// Needs nothing but Node 20 and npm. The command is `node`, a script file, or a tool of node_modules/.bin.
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInOurPlace } from '../apps/cli/launch.mjs';
import { SetupError, installWhenNeeded } from './setup-install.mjs';
import { endWithNpm } from './setup-npm.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, 'node_modules', '.bin');
const pinnedNode = join(root, 'node_modules', 'node', 'bin', 'node');

function checkPlatform() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new SetupError(
      `Node ${process.versions.node} is too old.`,
      'Install Node 20 or newer (https://nodejs.org); it only starts the pinned one.',
    );
  }
  if (process.platform === 'win32') {
    throw new SetupError('Windows is not supported.', 'Run Chainmail on Linux x64, for example in WSL 2.');
  }
  if (process.platform === 'linux' && process.report.getReport().header.glibcVersionRuntime === undefined) {
    throw new SetupError(
      'This Linux has no glibc (Alpine and other musl systems).',
      'Use a system with glibc, for example Debian or Ubuntu.',
    );
  }
  if (`${process.platform}-${process.arch}` !== 'linux-x64' && process.env.CHAINMAIL_DATABASE_URL === undefined) {
    throw new SetupError(
      `No embedded Postgres is shipped for ${process.platform} on ${process.arch}.`,
      'Set CHAINMAIL_DATABASE_URL to a Postgres 15 or newer, or use Linux x64.',
    );
  }
}

function splitCommand(words) {
  const assignments = {};
  let next = 0;
  for (; next < words.length; next += 1) {
    const assignment = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(words[next]);
    if (assignment === null) break;
    assignments[assignment[1]] = assignment[2];
  }
  return { assignments, command: words[next], args: words.slice(next + 1) };
}

function programArguments(command, args) {
  if (command === 'node') return args;
  const tool = join(tools, command);
  if (!command.includes('/') && existsSync(tool)) return [realpathSync(tool), ...args];
  const file = resolve(root, command);
  if (existsSync(file)) return [file, ...args];
  throw new SetupError(
    `There is no tool or file named ${command}.`,
    'Give "node", a file, or a tool of node_modules/.bin.',
  );
}

async function main() {
  checkPlatform();
  endWithNpm();
  const { assignments, command, args } = splitCommand(process.argv.slice(2));
  await installWhenNeeded(root);
  if (!existsSync(pinnedNode)) {
    throw new SetupError(
      'The pinned Node was not installed.',
      'Remove the folder node_modules and try again; npm must be allowed to run install scripts.',
    );
  }
  if (command === undefined) return 0;
  const env = { ...process.env, ...assignments, PATH: [tools, process.env.PATH ?? ''].join(delimiter) };
  return runInOurPlace(pinnedNode, programArguments(command, args), env);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`\nsetup: ${error.message}\n       ${error.fix}\n`);
  if (error.detail !== undefined) process.stderr.write(`\n${error.detail}\n`);
  process.exitCode = 1;
}
