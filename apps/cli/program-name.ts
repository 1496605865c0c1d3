import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * How this program is called from where the person is: `./apps/cli/chainmail.mjs` within a clone, its whole path from
 * elsewhere, `chainmail` where npm installed it. For commands that are printed to be pasted.
 */
export function programName(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  if (here.split(sep).includes('node_modules')) return 'chainmail';
  const launcher = join(here, 'chainmail.mjs');
  const near = relative(process.cwd(), launcher);
  return near.startsWith('..') ? quoted(launcher) : quoted(`.${sep}${near}`);
}

/** A word as a shell takes it. */
export function quoted(text: string): string {
  return /^[\w./:@+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
