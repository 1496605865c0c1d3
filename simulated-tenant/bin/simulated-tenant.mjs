#!/usr/bin/env node
// Starts the simulated tenant under the pinned Node, whatever Node the machine has.
// Plain JavaScript, because an older Node does not read TypeScript.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/command-line/main.ts', import.meta.url));

/** The pinned Node of the package `node`, when it is installed. */
function findPinnedNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    const binary = join(dirname(manifest), 'bin', 'node');
    return existsSync(binary) ? binary : null;
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

/** The channel lets the tenant stop when this process is killed outright. */
function runUnder(binary) {
  const child = spawn(binary, [main, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('error', (error) => {
    process.stderr.write(`simulated-tenant: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}

if (Number(process.versions.node.split('.')[0]) >= 24) {
  process.argv[1] = main;
  await import('../src/command-line/main.ts');
} else {
  const pinned = findPinnedNode();
  if (pinned === null) {
    process.stderr.write('simulated-tenant: needs Node 24. Run "npm ci" in the project, which brings it along.\n');
    process.exitCode = 1;
  } else {
    runUnder(pinned);
  }
}
