import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Files that are flushed at the same time: a disk makes many durable in one go. */
const width = 8;

/** Makes a folder durable, with everything below it: after a power cut all of it is as it was. */
export async function flushTree(root: string): Promise<void> {
  const entries = await readdir(root, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).values();
  const flushing = Array.from({ length: width }, async () => {
    for (const { name } of files) await flushFile(join(root, name));
  });
  await Promise.all(flushing);
  for (const entry of entries) if (entry.isDirectory()) await flushTree(join(root, entry.name));
  await flushFolder(root);
}

export async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Opened for writing, which Windows asks for. */
async function flushFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}
