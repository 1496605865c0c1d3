import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { houseRules } from '../../scripts/lint/house-rules.ts';
import { plantTree, type PlantedTree } from './planted-tree.ts';

interface Planting {
  readonly rule: string;
  readonly path: string;
  readonly content: string;
}

const configFile = fileURLToPath(new URL('../../eslint.config.js', import.meta.url));
const longFile = `export const first = 1;\n${'// a line\n'.repeat(500)}`;
const longFunction = `export function long(): number {\n  let sum = 0;\n${'  sum += 1;\n'.repeat(60)}  return sum;\n}\n`;

const plantings: readonly Planting[] = [
  { rule: 'house/file-name', path: 'src/vault/PackWriter.ts', content: `export const a = 1;` },
  { rule: 'house/file-name', path: 'src/vault/pack_writer.ts', content: `export const a = 1;` },
  ...['utils', 'helpers', 'common', 'pack-manager', 'mail-service', 'lib', 'types'].map((name) => ({
    rule: 'house/file-name',
    path: `src/vault/${name}.ts`,
    content: `export const a = 1;`,
  })),
  { rule: 'house/front-door', path: 'src/vault/index.ts', content: `export const a = 1;` },
  { rule: 'house/front-door', path: 'apps/server/index.ts', content: `export const a = 1;` },
  { rule: 'house/front-door', path: 'apps/server/http/index.ts', content: `export * from '../named.ts';` },
  { rule: 'house/front-door', path: 'src/vault/disk/index.ts', content: `export * from '../named.ts';` },
  { rule: 'house/no-environment', path: 'src/vault/env.ts', content: `export const home = process.env['HOME'];` },
  { rule: 'house/no-environment', path: 'apps/cli/env.ts', content: `export const { env } = process;` },
  {
    rule: 'house/no-environment',
    path: 'src/vault/env-import.ts',
    content: `import { env } from 'node:process';\nexport const home = env['HOME'];`,
  },
  { rule: 'house/own-clock', path: 'src/vault/clock-date-now.ts', content: `export const now = () => Date.now();` },
  { rule: 'house/own-clock', path: 'src/vault/clock-new-date.ts', content: `export const now = () => new Date();` },
  { rule: 'house/own-clock', path: 'src/vault/clock-random.ts', content: `export const chance = () => Math.random();` },
  { rule: 'house/own-clock', path: 'src/vault/clock-timeout.ts', content: `setTimeout(() => undefined, 1);` },
  { rule: 'house/own-clock', path: 'src/vault/clock-interval.ts', content: `setInterval(() => undefined, 1);` },
  {
    rule: 'house/own-clock',
    path: 'src/vault/clock-promises.ts',
    content: `export { setTimeout } from './named.ts';\nimport { setTimeout as wait } from 'node:timers/promises';\nawait wait(1);`,
  },
  {
    rule: 'house/own-clock',
    path: 'src/vault/clock-uuid.ts',
    content: `import { randomUUID } from 'node:crypto';\nexport const id = () => randomUUID();`,
  },
  {
    rule: 'house/own-clock',
    path: 'src/vault/clock-global-uuid.ts',
    content: `export const id = () => crypto.randomUUID();`,
  },
  {
    rule: 'house/own-clock',
    path: 'simulated-tenant/src/model/chance.ts',
    content: `export const chance = () => Math.random();`,
  },
  {
    rule: 'house/sql-in-stores',
    path: 'src/vault/select.ts',
    content: `export const rows = (db: { selectFrom(name: string): unknown }) => db.selectFrom('packs');`,
  },
  {
    rule: 'house/sql-in-stores',
    path: 'src/vault/insert.ts',
    content: `export const rows = (db: { insertInto(name: string): unknown }) => db.insertInto('packs');`,
  },
  {
    rule: 'house/sql-in-stores',
    path: 'apps/cli/sql.ts',
    content: `import { sql } from 'kysely';\nexport const one = sql\`select 1\`;`,
  },
  { rule: 'house/plain-comments', path: 'src/vault/banner.ts', content: `// ${'-'.repeat(20)}\nexport const a = 1;` },
  { rule: 'house/plain-comments', path: 'src/vault/later.ts', content: `// TO${'DO'} one day\nexport const a = 1;` },
  {
    rule: 'house/skips-say-why',
    path: 'src/vault/skips.test.ts',
    content: `import { test } from 'vitest';\ntest.skipIf(true)('a', () => undefined);`,
  },
  { rule: 'max-lines', path: 'src/vault/long-file.ts', content: longFile },
  { rule: 'max-lines-per-function', path: 'src/vault/long-function.ts', content: longFunction },
  {
    rule: '@typescript-eslint/max-params',
    path: 'src/vault/params.ts',
    content: `export const f = (a: number, b: number, c: number, d: number) => a + b + c + d;`,
  },
  { rule: 'no-restricted-exports', path: 'src/vault/default.ts', content: `export default 1;` },
  {
    rule: 'no-restricted-imports',
    path: 'src/vault/formats.ts',
    content: `import { parseMessage } from '#formats';\nexport const a: unknown = parseMessage;`,
  },
  { rule: 'no-empty', path: 'src/vault/empty-catch.ts', content: `try {\n  JSON.parse('');\n} catch {}` },
  { rule: '@typescript-eslint/no-floating-promises', path: 'src/vault/floating.ts', content: `Promise.resolve(1);` },
  {
    rule: '@typescript-eslint/no-misused-promises',
    path: 'src/vault/misused.ts',
    content: `export const a = [1].forEach(async () => { await Promise.resolve(); });`,
  },
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    path: 'src/vault/switch.ts',
    content: `export function f(a: 'x' | 'y'): void {\n  switch (a) {\n    case 'x':\n      process.exitCode = 1;\n  }\n}`,
  },
  {
    rule: '@typescript-eslint/only-throw-error',
    path: 'src/vault/throws.ts',
    content: `export const f = () => { throw 'text'; };`,
  },
  { rule: '@typescript-eslint/no-explicit-any', path: 'src/vault/any.ts', content: `export const a: any = 1;` },
  {
    rule: '@typescript-eslint/no-non-null-assertion',
    path: 'src/vault/non-null.ts',
    content: `export const f = (a: string | null) => a!.length;`,
  },
  {
    rule: '@typescript-eslint/consistent-type-imports',
    path: 'src/vault/type-import.ts',
    content: `import { Stats } from 'node:fs';\nexport type A = Stats;`,
  },
  {
    rule: '@typescript-eslint/ban-ts-comment',
    path: 'src/vault/ignored.ts',
    content: `// @ts-ignore\nexport const a: string = 1;`,
  },
  {
    rule: 'no inline configuration',
    path: 'src/vault/disabled.ts',
    content: `// eslint-disable-next-line no-var\nexport const a = 1;`,
  },
];

const innocents: Readonly<Record<string, string>> = {
  'src/vault/named.ts': `export const named = new Date(0);\nexport const setTimeout = 1;\n`,
  'src/vault/store-packs.ts': `import { sql } from 'kysely';\nexport const one = sql\`select 1\`;\n`,
  'src/vault/reads-tar.ts': `import { readTar } from '#formats';\nexport const read: unknown = readTar;\n`,
  'src/formats/index.ts': `export * from './tar.ts';\n`,
  'src/formats/tar.ts': `export const readTar = 1;\nexport const parseMessage = 2;\n`,
  'src/platform/clock/system-clock.ts': `export const now = () => new Date();\n`,
  'src/platform/configuration/environment.ts': `export const home = process.env['HOME'];\n`,
  'src/vault/code-table.ts': longFile,
  'src/vault/time.test.ts': `export const now = Date.now();\nexport const length = (a: string | null) => a!.length;\n`,
  'src/vault/skips-aloud.test.ts': `import { test } from 'vitest';\ntest('a', ({ skip }) => { skip(true, 'why'); });\n`,
  'src/vault/handed-in.ts': `export const f = (setTimeout: (ms: number) => void) => { setTimeout(1); };\n`,
  'simulated-tenant/src/graph/wait.ts': `export const now = () => Date.now();\n`,
};

describe('the lint laws', () => {
  let tree: PlantedTree;
  const messages = new Map<string, string[]>();

  beforeAll(async () => {
    const files = Object.fromEntries(plantings.map(({ path, content }) => [path, `${content}\n`]));
    tree = await plantTree({ linkPackages: true, files: { ...innocents, ...files } });
    const eslint = new ESLint({ cwd: tree.root, overrideConfigFile: configFile });
    for (const result of await eslint.lintFiles(['src', 'apps', 'simulated-tenant'])) {
      const path = relative(tree.root, result.filePath);
      messages.set(
        path,
        result.messages.map((message) => message.ruleId ?? inlineOr(message.message)),
      );
    }
  }, 60_000);
  afterAll(() => tree[Symbol.asyncDispose]());

  it.each(plantings)('catch $path by $rule', ({ rule, path }) => {
    expect(messages.get(path)).toContain(rule);
  });

  it.each(Object.keys(innocents))('have nothing against %s', (path) => {
    expect(messages.get(path)).toEqual([]);
  });

  it('have a planted breach of every rule of the house', () => {
    const planted = new Set(plantings.map(({ rule }) => rule));
    expect(Object.keys(houseRules.rules ?? {}).filter((name) => !planted.has(`house/${name}`))).toEqual([]);
  });
});

function inlineOr(message: string): string {
  return message.includes('noInlineConfig') ? 'no inline configuration' : message;
}
