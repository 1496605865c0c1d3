import { join } from 'node:path';
import { listPacks } from '#catalogue';
import type { BackupDamage, Reader } from '#platform';
import { counted } from '../../terminal/amounts.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** What a backup holds beside the database: its name there, and where it lies in a data folder. */
export function treesOf(dataFolder: string): Readonly<Record<string, string>> {
  return { packs: join(dataFolder, 'vault', 'packs') };
}

/** Every sealed pack as the catalogue knows it: its path below `packs/`, and its SHA-256. */
export async function knownPacks(reader: Reader): Promise<ReadonlyMap<string, string | null>> {
  const packs = await listPacks(reader, ['sealed']);
  return new Map(packs.map(({ path, digest }) => [path.replace(/^packs\//, ''), digest]));
}

const shown = 20;

/** Packs that were damaged before the backup was made. */
export function showDamage(terminal: Terminal, damaged: readonly BackupDamage[]): void {
  for (const { path, fault } of damaged.slice(0, shown)) terminal.marked({ text: fault, tone: 'bad' }, path);
  if (damaged.length > shown) terminal.line(`and ${counted(damaged.length - shown, 'more pack', 'more packs')}`);
  if (damaged.length === 0) return;
  terminal.words(
    `${counted(damaged.length, 'pack')} of the vault ${damaged.length === 1 ? 'was' : 'were'} damaged or gone before this backup was made: it holds them as they were found. See what is hit with \`chainmail vault verify\`, and keep every older backup.`,
  );
}
