import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { builtWebApp } from '../server/rig.ts';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

test('the first page needs less than 300 kB of compressed script', async () => {
  const folder = await builtWebApp();
  const manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  for (const page of ['src/pages/door/sign-in-page.tsx', 'src/pages/matters/matters-page.tsx']) {
    const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry === true);
    const files = filesOf(manifest, [String(entry), page]);
    let bytes = 0;
    for (const file of files) bytes += gzipSync(await readFile(join(folder, file)), { level: 9 }).length;
    expect(files.size).toBeGreaterThan(1);
    expect(bytes, `${page}: ${[...files].join(', ')}`).toBeLessThan(300_000);
  }
});

/** The scripts of chunks, with those they import. */
function filesOf(manifest: Record<string, Chunk>, names: readonly string[]): Set<string> {
  const files = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`${name} is not in the build.`);
    if (files.has(chunk.file)) continue;
    files.add(chunk.file);
    waiting.push(...(chunk.imports ?? []));
  }
  return files;
}
