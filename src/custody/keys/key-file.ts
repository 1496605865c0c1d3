import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '#evidence';
import { newId } from '#platform';

export function signingKeyPath(dataFolder: string): string {
  return join(dataFolder, 'keys', 'signing.key');
}

/**
 * The private key in a key file; null when there is no such file.
 * Failure `denied` when others may read it, `malformed` when it does not hold an Ed25519 key.
 */
export async function readSigningKeyFile(path: string): Promise<KeyObject | null> {
  const pem = await readPrivate(path);
  if (pem === null) return null;
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw damaged(path, cause);
  }
  throw damaged(path);
}

/**
 * Makes a key file with a fresh key, whole or not at all, and never over another one.
 * When another process was first, its file stays and is the one that counts.
 */
export async function createSigningKeyFile(path: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.new-${newId()}`;
  try {
    await writeDurably(draft, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await link(draft, path).catch(unlessExists);
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(folder);
}

async function readPrivate(path: string): Promise<string | null> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw exposed(path);
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (isSystemError(thrown, 'ENOENT')) return null;
    throw thrown;
  }
}

async function writeDurably(path: string, text: string | Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function unlessExists(thrown: unknown): void {
  if (!isSystemError(thrown, 'EEXIST')) throw thrown;
}

function isSystemError(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}

function exposed(path: string): Failure {
  return new Failure('denied', `Others may read the signing key ${path}.`, {
    code: 'signing-key-exposed',
    fix: `chmod 600 '${path}'; if others could have read it, they can sign receipts in your name.`,
  });
}

function damaged(path: string, cause?: unknown): Failure {
  return new Failure('malformed', `The signing key ${path} is damaged.`, {
    code: 'signing-key-damaged',
    fix: 'Put back the copy you made of the keys folder.',
    cause,
  });
}
