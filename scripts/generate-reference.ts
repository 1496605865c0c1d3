import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { errorsPage } from './reference/errors-page.ts';
import { exitCodesPage } from './reference/exit-codes-page.ts';
import { permissionsPage } from './reference/permissions-page.ts';
import { settingsPage } from './reference/settings-page.ts';

// Writes docs/reference/ from the tables in the code. With --check it only compares.

const folder = fileURLToPath(new URL('../docs/reference/', import.meta.url));
const isCheck = process.argv.includes('--check');

await mkdir(folder, { recursive: true });
for (const page of [await errorsPage(), exitCodesPage(), permissionsPage(), settingsPage()]) {
  if ((await readIfThere(folder + page.name)) === page.text) continue;
  process.stderr.write(`docs/reference/${page.name} ${isCheck ? 'is not up to date' : 'written'}\n`);
  if (isCheck) process.exitCode = 1;
  else await writeFile(folder + page.name, page.text);
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
