import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '#evidence';
import { newId } from '../clock/ids.ts';

export interface SecretKey {
  /** Tells which key a text was sealed with; follows from the key, so a damaged file is noticed. */
  readonly id: string;
  readonly bytes: Buffer;
}

const keyLength = 32;
const linePattern = /^([0-9a-f]{16}) ([A-Za-z0-9+/]{43}=)$/;

/**
 * The keys of a key file, one in a line: its id and its bytes. The last one seals, all of them open.
 * Null when there is no such file.
 *
 * Fails with `denied` when others may read the file, `malformed` when it is damaged.
 */
export async function readKeyFile(path: string): Promise<SecretKey[] | null> {
  let text: string;
  try {
    if (((await stat(path)).mode & 0o077) !== 0) throw exposed(path);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const keys = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parseLine(line, path));
  if (keys.length === 0) throw damaged(path);
  return keys;
}

/** Makes a key file with one fresh key. When another process was first, its file stays and is the one that counts. */
export async function createKeyFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const bytes = randomBytes(keyLength);
  const draft = `${path}.new-${newId()}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${keyId(bytes)} ${bytes.toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  await syncFolder(dirname(path));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function keyId(bytes: Buffer): string {
  return createHash('sha256').update('chainmail secret key\n').update(bytes).digest('hex').slice(0, 16);
}

function parseLine(line: string, path: string): SecretKey {
  const [, id, text] = linePattern.exec(line) ?? [];
  const bytes = Buffer.from(text ?? '', 'base64');
  if (id === undefined || bytes.length !== keyLength || keyId(bytes) !== id) throw damaged(path);
  return { id, bytes };
}

function exposed(path: string): Failure {
  return new Failure('denied', `Others may read the key file ${path}.`, {
    code: 'secrets-key-exposed',
    fix: `chmod 600 '${path}'; if others could have read it, replace the secrets that were sealed under it.`,
  });
}

function damaged(path: string): Failure {
  return new Failure('malformed', `The key file ${path} is damaged.`, {
    code: 'secrets-key-damaged',
    fix: 'Put back the copy you made of it. Without one, move the file away and give each connection its credential again: `chainmail connection update NAME --client-secret-file FILE` (or --certificate FILE) makes a new key.',
  });
}
