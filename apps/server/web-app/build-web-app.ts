import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Failure } from '#evidence';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const web = join(root, 'web');
const dist = join(web, 'dist');
const mark = '.built-from';
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');

/**
 * The folder of the built browser application. It is built first when it is missing, or was built from other sources
 * than those that are there. Two that build at once end with a whole one.
 *
 * Failures: `unavailable` when it cannot be built.
 */
export async function builtWebApp(onBuild: () => void = () => undefined): Promise<string> {
  const wanted = await hashOfSources();
  const found = await readFile(join(dist, mark), 'utf8').catch(() => null);
  if (found === wanted) return dist;
  if (!existsSync(vite)) throw notBuilt('The packages it is built with are not installed.', 'Run npm ci.');
  onBuild();
  const fresh = join(web, `.dist-${randomBytes(6).toString('hex')}`);
  try {
    await build(fresh);
    await compress(fresh);
    await writeFile(join(fresh, mark), wanted);
    await takeTheirPlace(fresh);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return dist;
}

async function build(folder: string): Promise<void> {
  const run = promisify(execFile);
  try {
    await run(process.execPath, [vite, 'build', web, '--outDir', folder, '--logLevel', 'error'], { cwd: root });
  } catch (thrown) {
    const { stderr } = thrown as { stderr?: string };
    throw notBuilt((stderr ?? String(thrown)).trim().slice(-2000), 'Run npm run types, and mend what it names.');
  }
}

/** Renames, so that nobody finds half of it; whoever comes second with the same sources leaves the first one's. */
async function takeTheirPlace(fresh: string): Promise<void> {
  const old = `${fresh}-old`;
  await rename(dist, old).catch(() => undefined);
  await rename(fresh, dist).catch(async (thrown: unknown) => {
    if (!existsSync(join(dist, mark))) throw thrown;
    await rm(fresh, { recursive: true, force: true });
  });
  await rm(old, { recursive: true, force: true });
}

/** Smaller forms beside what shrinks; whoever asks gets the smallest their browser reads. */
async function compress(folder: string): Promise<void> {
  const files = await readdir(folder, { recursive: true });
  const shrinking = files.filter((name) => /\.(js|css|html|svg)$/.test(name));
  await Promise.all(
    shrinking.map(async (name) => {
      const path = join(folder, name);
      const bytes = await readFile(path);
      if (bytes.length < 1000) return;
      const quality = { [constants.BROTLI_PARAM_QUALITY]: 9 };
      await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params: quality }));
      await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
    }),
  );
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const part of ['src', 'public']) {
    const names = await readdir(join(web, part), { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) hash.update(`${file.slice(web.length)}\0`).update(await readFile(file));
  }
  for (const file of ['index.html', 'package.json', 'vite.config.ts']) hash.update(await readFile(join(web, file)));
  return hash.digest('hex');
}

function notBuilt(detail: string, fix: string): Failure {
  return new Failure('unavailable', `The browser application cannot be built: ${detail}`, {
    code: 'web-not-built',
    fix,
  });
}
