/**
 * Writes migrations/schema.snapshot.sql and src/platform/database/tables.generated.ts from the migrated schema.
 * With --check it writes nothing and fails when one of them is not what it would write.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { migrate } from '../src/platform/database/migrate.ts';
import { readSchema } from '../src/platform/database/schema-store.ts';
import { schemaSnapshot } from '../src/platform/database/schema-snapshot.ts';
import { tablesSource } from '../src/platform/database/tables-source.ts';
import { startPostgres } from '../src/platform/postgres/start-postgres.ts';

async function generate(): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'chainmail-schema-'));
  try {
    await using postgres = await startPostgres(folder, { durable: false });
    const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
    // Its connection may still be closing when the server stops.
    pool.on('error', () => undefined);
    try {
      await migrate(pool);
      const schema = await readSchema(pool);
      return new Map([
        ['migrations/schema.snapshot.sql', schemaSnapshot(schema)],
        ['src/platform/database/tables.generated.ts', tablesSource(schema)],
      ]);
    } finally {
      await pool.end();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const root = fileURLToPath(new URL('../', import.meta.url));
const check = process.argv.includes('--check');
for (const [name, text] of await generate()) {
  const path = join(root, name);
  const found = await readFile(path, 'utf8').catch(() => null);
  if (found === text) continue;
  if (check) {
    console.error(`${name} is not up to date: run npm run gen`);
    process.exitCode = 1;
  } else {
    await writeFile(path, text);
    console.error(`${name} written`);
  }
}
