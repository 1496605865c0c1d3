import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describeApi } from '../apps/server/describe-api.ts';

// Writes docs/reference/openapi.json from the routes of the server. With --check it only compares.

const path = fileURLToPath(new URL('../docs/reference/openapi.json', import.meta.url));
const text = `${JSON.stringify(await describeApi(), null, 2)}\n`;
const found = await readFile(path, 'utf8').catch(() => null);
if (found !== text) {
  const isCheck = process.argv.includes('--check');
  process.stderr.write(`docs/reference/openapi.json ${isCheck ? 'is not up to date' : 'written'}\n`);
  if (isCheck) process.exitCode = 1;
  else await writeFile(path, text);
}
