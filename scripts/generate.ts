import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// npm run gen writes everything that is made from something else; npm run gen:check only compares.

const root = fileURLToPath(new URL('..', import.meta.url));
const generators = [
  'scripts/generate-schema.ts',
  'scripts/generate-reference.ts',
  'scripts/generate-openapi.ts',
  'scripts/generate-web-client.ts',
];
const options = process.argv.slice(2);

let failures = 0;
for (const generator of generators) {
  if (!existsSync(`${root}${generator}`)) throw new Error(`${generator} is not there.`);
  const run = spawnSync(process.execPath, [generator, ...options], { cwd: root, stdio: 'inherit' });
  if (run.status !== 0) failures += 1;
}
if (failures > 0)
  process.stderr.write('Generated files differ from what they are made from: npm run gen writes them again.\n');
process.exitCode = failures === 0 ? 0 : 1;
