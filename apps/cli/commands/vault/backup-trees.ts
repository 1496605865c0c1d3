import { join } from 'node:path';

/** What a backup holds beside the database: its name there, and where it lies in a data folder. */
export function treesOf(dataFolder: string): Readonly<Record<string, string>> {
  return { packs: join(dataFolder, 'vault', 'packs') };
}
