#!/usr/bin/env node
// Starts the command line under the Node version this product pins, whatever Node the machine has.
// Plain JavaScript, because the machine's Node may not read TypeScript.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInOurPlace } from './launch.mjs';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

/** The pinned Node of the package `node`: its binary and its version. */
function findPinnedNode() {
  const require = createRequire(import.meta.url);
  try {
    const manifest = require.resolve('node/package.json');
    const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
    const binary = join(dirname(manifest), 'bin', 'node');
    return existsSync(binary) ? { binary, version } : null;
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

const pinned = findPinnedNode();
if (pinned === null) {
  process.stderr.write(
    'chainmail: the pinned Node is not installed. Run "npm ci" in the folder of Chainmail, then try again.\n',
  );
  process.exitCode = 1;
} else if (process.versions.node === pinned.version) {
  process.argv[1] = main;
  await import('./main.ts');
} else {
  process.exitCode = await runInOurPlace(pinned.binary, [main, ...process.argv.slice(2)], process.env);
}
