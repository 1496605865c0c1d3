import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cruiseTree, type LawBreach } from '../../scripts/laws/cruise-tree.ts';
import { roomTable, rooms } from '../../scripts/laws/rooms.ts';
import { emptyRooms, plantTree, type PlantedTree } from './planted-tree.ts';

/** One planted breach: the file that breaks a law, and the law that must catch it. */
interface Planting {
  readonly law: string;
  readonly path: string;
  readonly content: string;
}

const forbidden = rooms.flatMap((room) =>
  rooms.filter((other) => other !== room && !isAllowed(room, other)).map((other) => ({ room, other })),
);
const allowed = rooms.flatMap((room) => (roomTable[room] ?? []).map((other) => ({ room, other })));

const plantings: readonly Planting[] = [
  { law: 'front-door-only', path: 'src/vault/deep.ts', content: `import '../evidence/matter.ts';` },
  { law: 'front-door-only', path: 'src/collector/suite.ts', content: `import '../vault/conformance.ts';` },
  { law: 'front-door-only-in-tests', path: 'src/vault/deep.test.ts', content: `import '../evidence/matter.ts';` },
  { law: 'front-door-only-from-outside', path: 'apps/cli/deep.ts', content: `import '../../src/vault/matter.ts';` },
  { law: 'front-door-only-from-outside', path: 'tests/deep.ts', content: `import '../src/vault/matter.ts';` },
  { law: 'front-door-by-its-name', path: 'src/vault/by-path.ts', content: `import '../evidence/index.ts';` },
  { law: 'front-door-by-its-name', path: 'apps/cli/by-path.ts', content: `import '../../src/vault/index.ts';` },
  { law: 'not-through-its-own-door', path: 'src/vault/own-door.ts', content: `import './index.ts';` },
  { law: 'not-through-its-own-door', path: 'src/vault/own-name.ts', content: `import '#vault';` },
  { law: 'known-room', path: 'src/attic/box.ts', content: `import '#evidence';` },
  { law: 'nobody-imports-apps', path: 'src/collector/uses-app.ts', content: `import '../../apps/cli/main.ts';` },
  { law: 'nobody-imports-apps', path: 'tests/uses-app.ts', content: `import '../apps/cli/main.ts';` },
  { law: 'web-knows-only-http', path: 'web/src/uses-room.ts', content: `import '../../src/vault/index.ts';` },
  { law: 'web-knows-only-http', path: 'web/src/uses-app.ts', content: `import '../../apps/server/index.ts';` },
  { law: 'nobody-imports-web', path: 'apps/server/uses-web.ts', content: `import '../../web/src/uses-room.ts';` },
  { law: 'apps-apart', path: 'apps/server/uses-cli.ts', content: `import '../cli/main.ts';` },
  { law: 'command-line-apart', path: 'apps/cli/deep-server.ts', content: `import '../server/main.ts';` },
  { law: 'workbench-apart', path: 'apps/workbench/uses-server.ts', content: `import '../server/index.ts';` },
  { law: 'workbench-apart', path: 'apps/workbench/uses-cli.ts', content: `import '../cli/main.ts';` },
  {
    law: 'no-simulated-tenant-in-the-product',
    path: 'src/microsoft/tenant.ts',
    content: `import '../../simulated-tenant/src/index.ts';`,
  },
  {
    law: 'no-simulated-tenant-in-the-product',
    path: 'apps/cli/collect.ts',
    content: `import '../../simulated-tenant/src/index.ts';`,
  },
  {
    law: 'simulated-tenant-front-door',
    path: 'tests/tenant.ts',
    content: `import '../simulated-tenant/src/model.ts';`,
  },
  {
    law: 'simulated-tenant-knows-nothing-of-ours',
    path: 'simulated-tenant/src/ours.ts',
    content: `import '../../src/evidence/index.ts';`,
  },
  { law: 'simulated-tenant-needs-no-package', path: 'simulated-tenant/src/package.ts', content: `import 'undici';` },
  { law: 'product-knows-no-tests', path: 'src/platform/tested.ts', content: `import '../../tests/deep.ts';` },
  { law: 'product-knows-no-tests', path: 'src/platform/sees-test.ts', content: `import '../vault/deep.test.ts';` },
  { law: 'fastify-only-in-the-server', path: 'src/access/http.ts', content: `import 'fastify';` },
  { law: 'fastify-only-in-the-server', path: 'apps/cli/http.ts', content: `import 'fastify';` },
  { law: 'evidence-is-pure', path: 'src/evidence/reads.ts', content: `import 'node:fs';` },
  { law: 'no-circles', path: 'src/custody/circle.ts', content: `import './circle-back.ts';` },
  { law: 'no-orphans', path: 'src/custody/forgotten.ts', content: `export const forgotten = 1;` },
  { law: 'no-unresolved-imports', path: 'src/custody/unresolved-room.ts', content: `import '#nowhere';` },
  {
    law: 'no-unresolved-imports',
    path: 'src/custody/unresolved-file.ts',
    content: `import type { A } from './nowhere.ts';`,
  },
  { law: 'no-undeclared-packages', path: 'src/custody/undeclared.ts', content: `import 'undeclared';` },
  { law: 'no-development-packages-in-the-product', path: 'src/custody/development.ts', content: `import 'vitest';` },
];

/** What looks like a breach and is none. */
const innocents: Readonly<Record<string, string>> = {
  'apps/cli/main.ts': `import '#vault';\nimport './demo.ts';\nimport '../../src/vault/conformance.ts';\n`,
  'apps/cli/demo.ts': `import '../../simulated-tenant/src/index.ts';\nimport '../server/index.ts';\n`,
  'apps/cli/serves.ts': `import '../server/index.ts';\nimport '../workbench/bench.ts';\n`,
  'apps/server/index.ts': `export * from './main.ts';\n`,
  'apps/server/main.ts': `import 'fastify';\nimport '../workbench/bench.ts';\n`,
  'apps/workbench/bench.ts': `import '#vault';\n`,
  'tests/server/starts.ts': `import '../../apps/server/main.ts';\n`,
  'src/collector/whole.test.ts': `import '../../simulated-tenant/src/index.ts';\nimport '../vault/conformance.ts';\nimport 'vitest';\n`,
  'src/vault/conformance.ts': `import 'vitest';\n`,
  'simulated-tenant/src/index.ts': `export * from './model.ts';\n`,
  'simulated-tenant/src/model.ts': `export const model = 1;\n`,
  'simulated-tenant/src/signs-in.test.ts': `import 'undici';\nimport './model.ts';\n`,
};

/** `notes` is no list that npm knows: what stands there is installed and not declared. */
const packages = { dependencies: ['fastify', 'undici'], devDependencies: ['vitest'], notes: ['undeclared'] };

/** Workspaces have a package.json of their own; the packages of the root are there for their tests too. */
const manifests = { 'simulated-tenant/package.json': '{"name":"simulated-tenant","type":"module"}' };

describe('the import laws', () => {
  let tree: PlantedTree;
  let breaches: readonly LawBreach[] = [];
  let modules = 0;

  beforeAll(async () => {
    tree = await plantTree({
      packages,
      files: { ...manifests, ...emptyRooms(), ...innocents, ...everyRoomImport(), ...planted() },
    });
    ({ breaches, modules } = await cruiseTree(tree.root));
  });
  afterAll(() => tree[Symbol.asyncDispose]());

  const lawsBrokenBy = (path: string) =>
    breaches.filter((breach) => breach.from === path || breach.through.includes(path)).map((breach) => breach.law);

  it('look at every file', () => {
    expect(modules).toBeGreaterThan(rooms.length * rooms.length);
  });

  it.each(forbidden)('refuse $other in $room', ({ room, other }) => {
    expect(lawsBrokenBy(`src/${room}/uses-${other}.ts`)).toContain(`room-${room}`);
  });

  it.each(allowed)('let $room import $other', ({ room, other }) => {
    expect(lawsBrokenBy(`src/${room}/uses-${other}.ts`).filter((law) => law !== 'no-circles')).toEqual([]);
  });

  it.each(plantings)('catch $path by $law', ({ law, path }) => {
    expect(lawsBrokenBy(path)).toContain(law);
  });

  it.each(Object.keys(innocents))('have nothing against %s', (path) => {
    expect(lawsBrokenBy(path)).toEqual([]);
  });

  it('have a planted breach each', async () => {
    const { default: config } = (await import(new URL('../../.dependency-cruiser.mjs', import.meta.url).href)) as {
      default: { forbidden: { name: string }[] };
    };
    const tested = new Set([...plantings.map(({ law }) => law), ...rooms.map((room) => `room-${room}`)]);
    expect(config.forbidden.map(({ name }) => name).filter((name) => !tested.has(name))).toEqual([]);
  });
});

it('a tree that keeps the laws has no breach', async () => {
  await using clean = await plantTree({
    packages,
    files: { ...manifests, ...emptyRooms(), ...innocents, ...lawfulImports() },
  });
  expect((await cruiseTree(clean.root)).breaches).toEqual([]);
});

function isAllowed(room: string, other: string): boolean {
  return (roomTable[room] ?? []).includes(other);
}

/** Every room imports every other room, each from a file of its own. */
function everyRoomImport(): Record<string, string> {
  return Object.fromEntries(
    [...forbidden, ...allowed].map(({ room, other }) => [`src/${room}/uses-${other}.ts`, `import '#${other}';\n`]),
  );
}

function lawfulImports(): Record<string, string> {
  return Object.fromEntries(
    allowed.map(({ room, other }) => [`src/${room}/uses-${other}.ts`, `import '#${other}';\n`]),
  );
}

function planted(): Record<string, string> {
  const files = Object.fromEntries(plantings.map(({ path, content }) => [path, `${content}\n`]));
  return { ...files, 'src/custody/circle-back.ts': `import './circle.ts';\n` };
}
