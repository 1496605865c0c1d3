import { fileURLToPath } from 'node:url';
import { cruiseTree, type LawBreach } from './laws/cruise-tree.ts';

/** Below this the tool saw next to nothing, and silence would prove nothing. */
const fewestModules = 50;

const root = fileURLToPath(new URL('..', import.meta.url));
const { modules, breaches } = await cruiseTree(root);

for (const breach of breaches) process.stdout.write(`${describe(breach)}\n`);
process.stdout.write(`${String(modules)} modules, ${String(breaches.length)} breaches of the import laws\n`);
if (modules <= fewestModules) {
  process.stdout.write(
    `The laws looked at ${String(modules)} modules; more than ${String(fewestModules)} are expected.\n`,
  );
}
process.exitCode = breaches.length > 0 || modules <= fewestModules ? 1 : 0;

function describe(breach: LawBreach): string {
  if (breach.through.length > 0) return `${breach.law}: ${[breach.from, ...breach.through].join(' -> ')}`;
  return breach.from === breach.to ? `${breach.law}: ${breach.from}` : `${breach.law}: ${breach.from} -> ${breach.to}`;
}
