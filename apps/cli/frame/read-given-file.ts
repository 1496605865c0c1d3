import { readFile } from 'node:fs/promises';
import { UsageError } from './usage-error.ts';

/** A file somebody named. `UsageError` with the cause and what to do where it cannot be read. */
export async function readGivenFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const [cause, fix] = causes[code] ?? [
      error instanceof Error ? error.message : String(error),
      'Give a file that can be read.',
    ];
    throw new UsageError(`The file ${path} cannot be read: ${cause}.`, fix);
  }
}

const missing = ['there is no such file', 'Check the name; it is looked for from the folder you are in.'] as const;
const causes: Readonly<Record<string, readonly [string, string]>> = {
  ENOENT: missing,
  ENOTDIR: missing,
  EISDIR: ['it is a folder', 'Name the file in it.'],
  EACCES: ['this account may not read it', 'Make it readable for the account that runs Chainmail.'],
  EPERM: ['this account may not read it', 'Make it readable for the account that runs Chainmail.'],
};
