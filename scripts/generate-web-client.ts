import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

// Writes the types of the browser's client from docs/reference/openapi.json. With --check it only compares.

const description = fileURLToPath(new URL('../docs/reference/openapi.json', import.meta.url));
const path = fileURLToPath(new URL('../web/src/api/schema.generated.ts', import.meta.url));
const described = JSON.parse(await readFile(description, 'utf8')) as Parameters<typeof openapiTS>[0];
const text = `// Made from docs/reference/openapi.json by npm run gen.\n${astToString(await openapiTS(described))}`;
const found = await readFile(path, 'utf8').catch(() => null);
if (found !== text) {
  const isCheck = process.argv.includes('--check');
  process.stderr.write(`web/src/api/schema.generated.ts ${isCheck ? 'is not up to date' : 'written'}\n`);
  if (isCheck) process.exitCode = 1;
  else await writeFile(path, text);
}
