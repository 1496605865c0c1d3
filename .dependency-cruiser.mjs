import { roomTable, rooms, sideDoors } from './scripts/laws/rooms.ts';

const tests = '\\.test\\.ts$';
const roomDoor = '^src/[^/]+/index\\.ts$';

/** One law for each room: everything it may not import. */
const roomLaws = Object.entries(roomTable).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment: `${room} may import ${allowed.length === 0 ? 'nothing' : allowed.join(', ')} (ARCHITECTURE.md).`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, ...allowed].join('|')})/` },
}));

const doorLaws = [
  {
    name: 'front-door-only',
    comment: 'A room is reached through its index.ts; tests and apps may also use conformance.ts and testing.ts.',
    severity: 'error',
    from: { path: '^src/([^/]+)/', pathNot: tests },
    to: { path: '^src/', pathNot: ['^src/$1/', roomDoor] },
  },
  {
    name: 'front-door-only-in-tests',
    severity: 'error',
    from: { path: '^src/([^/]+)/.*\\.test\\.ts$' },
    to: { path: '^src/', pathNot: ['^src/$1/', roomDoor, sideDoors] },
  },
  {
    name: 'front-door-only-from-outside',
    severity: 'error',
    from: { path: '^(apps|tests|bench)/', pathNot: '^tests/(postgres|set-up)\\.ts$' },
    to: { path: '^src/', pathNot: [roomDoor, sideDoors] },
  },
  {
    name: 'front-door-by-its-name',
    comment: 'Other rooms are imported as #room, not by a path.',
    severity: 'error',
    from: { path: '^(apps|tests|bench|src/([^/]+))/' },
    to: { path: roomDoor, pathNot: '^src/$2/', dependencyTypesNot: ['aliased-subpath-import'] },
  },
  {
    name: 'not-through-its-own-door',
    comment: 'Inside a room imports are relative and go to the file that is meant.',
    severity: 'error',
    from: { path: '^src/([^/]+)/', pathNot: tests },
    to: { path: '^src/$1/index\\.ts$' },
  },
  {
    name: 'known-room',
    comment: 'A new room needs a row in scripts/laws/rooms.ts and in ARCHITECTURE.md.',
    severity: 'error',
    from: { path: '^src/', pathNot: `^src/(${rooms.join('|')})/` },
    to: {},
  },
];

const houseLaws = [
  {
    name: 'nobody-imports-apps',
    comment: 'Apps compose rooms; only generators of reference pages and the tests of the server read them.',
    severity: 'error',
    from: { pathNot: '^(apps|scripts|tests/server)/' },
    to: { path: '^apps/' },
  },
  {
    name: 'apps-apart',
    comment: 'Command line and server share the workbench; the command line starts the server through its door.',
    severity: 'error',
    from: { path: '^apps/([^/]+)/', pathNot: '^apps/cli/' },
    to: { path: '^apps/', pathNot: ['^apps/$1/', '^apps/workbench/'] },
  },
  {
    name: 'command-line-apart',
    severity: 'error',
    from: { path: '^apps/cli/' },
    to: { path: '^apps/', pathNot: ['^apps/(cli|workbench)/', '^apps/server/index\\.ts$'] },
  },
  {
    name: 'workbench-apart',
    comment: 'The workbench knows neither who asks nor how it is answered.',
    severity: 'error',
    from: { path: '^apps/workbench/' },
    to: { path: '^apps/', pathNot: '^apps/workbench/' },
  },
  {
    name: 'no-simulated-tenant-in-the-product',
    comment: 'Only tests, benchmarks and the demo command start the simulated tenant.',
    severity: 'error',
    from: { path: '^(src|apps)/', pathNot: [tests, sideDoors, '^apps/cli/(commands/)?demo'] },
    to: { path: '^simulated-tenant/' },
  },
  {
    name: 'simulated-tenant-front-door',
    severity: 'error',
    from: { path: '^(src|apps|tests|bench)/' },
    to: { path: '^simulated-tenant/', pathNot: '^simulated-tenant/src/index\\.ts$' },
  },
  {
    name: 'simulated-tenant-knows-nothing-of-ours',
    severity: 'error',
    from: { path: '^simulated-tenant/' },
    to: { path: '^(src|apps|tests|scripts|bench|web)/' },
  },
  {
    name: 'simulated-tenant-needs-no-package',
    severity: 'error',
    from: { path: '^simulated-tenant/', pathNot: [tests, '^simulated-tenant/(src/)?(test|tests)/'] },
    to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'product-knows-no-tests',
    severity: 'error',
    from: { path: '^(src|apps|simulated-tenant)/', pathNot: [tests, sideDoors] },
    to: { path: ['^tests/', '^bench/', '^scripts/', tests] },
  },
  {
    name: 'web-knows-only-http',
    comment: 'The browser application knows the server by its API description alone.',
    severity: 'error',
    from: { path: '^web/' },
    to: { path: '^(src|apps|tests|scripts|bench|simulated-tenant)/' },
  },
  {
    name: 'nobody-imports-web',
    severity: 'error',
    from: { pathNot: '^web/' },
    to: { path: '^web/' },
  },
  {
    name: 'fastify-only-in-the-server',
    severity: 'error',
    from: { pathNot: '^apps/server/' },
    to: { path: ['(^|/)node_modules/@?fastify', '^@?fastify'] },
  },
  {
    name: 'evidence-is-pure',
    comment: 'No input or output in the rooms that say what a thing is.',
    severity: 'error',
    from: { path: '^src/evidence/', pathNot: tests },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
  },
];

const plainLaws = [
  { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'no-orphans',
    comment: 'A file that nobody imports and that imports nothing is not needed.',
    severity: 'error',
    from: {
      orphan: true,
      path: '^(src|apps|simulated-tenant)/',
      pathNot: [tests, '^apps/[^/]+/(main\\.ts|[^/]+\\.mjs)$'],
    },
    to: {},
  },
  { name: 'no-unresolved-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
  {
    name: 'no-undeclared-packages',
    severity: 'error',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no-development-packages-in-the-product',
    severity: 'error',
    from: { path: '^(src|apps)/', pathNot: [tests, sideDoors] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm', 'npm-optional'] },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...roomLaws, ...doorLaws, ...houseLaws, ...plainLaws],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)node_modules/\\.vite|^web/(dist|\\.dist)' },
    tsPreCompilationDeps: true,
    // Packages of the root are there for the tests of the workspaces too.
    combinedDependencies: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
