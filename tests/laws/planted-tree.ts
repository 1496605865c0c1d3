import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rooms } from '../../scripts/laws/rooms.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface PlantedTree extends AsyncDisposable {
  readonly root: string;
}

export interface PlantedTreeOptions {
  /** Path to content. */
  readonly files: Readonly<Record<string, string>>;
  /** Declared packages, by the list of package.json they stand in; each is made as an empty package. */
  readonly packages?: Readonly<Record<string, readonly string[]>>;
  /** Use the packages of this project instead of made ones. */
  readonly linkPackages?: boolean;
}

/** A small tree of the same shape as this project, in a temporary folder. */
export async function plantTree(options: PlantedTreeOptions): Promise<PlantedTree> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'chainmail-laws-')));
  const files: Record<string, string> = {
    'package.json': JSON.stringify(manifest(options.packages ?? {})),
    'tsconfig.json': JSON.stringify({ extends: join(projectRoot, 'tsconfig.json'), include: ['.'] }),
    ...options.files,
  };
  for (const name of Object.values(options.packages ?? {}).flat()) {
    files[`node_modules/${name}/package.json`] = JSON.stringify({ name, version: '1.0.0', main: 'index.js' });
    files[`node_modules/${name}/index.js`] = 'export {};';
  }
  await Promise.all(Object.entries(files).map(([path, content]) => plantFile(join(root, path), content)));
  if (options.linkPackages === true) await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

async function plantFile(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

function manifest(packages: Readonly<Record<string, readonly string[]>>): object {
  const declared = Object.entries(packages).map(([list, names]) => [
    list,
    Object.fromEntries(names.map((name) => [name, '1.0.0'])),
  ]);
  return {
    name: 'planted',
    type: 'module',
    imports: Object.fromEntries(rooms.map((room) => [`#${room}`, `./src/${room}/index.ts`])),
    ...(Object.fromEntries(declared) as object),
  };
}

/** Every room with one file behind its front door. */
export function emptyRooms(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const room of rooms) {
    files[`src/${room}/index.ts`] = `export * from './matter.ts';\n`;
    files[`src/${room}/matter.ts`] = `export const ${room} = '${room}';\n`;
  }
  return files;
}
