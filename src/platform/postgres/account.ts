import { spawnSync } from 'node:child_process';
import { chmod, chown, lstat, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { Failure } from '#evidence';

/**
 * Under which account Postgres runs; it refuses to run as root.
 *
 * - `self`: an ordinary user runs it as themselves.
 * - `apart`: root runs it as the user the data folder belongs to, or else under a number nobody has, so that no
 *   other program can reach its files or socket.
 * - `namespace`: root, with a data folder no other account can pass to (under /root, say): Postgres sees itself
 *   as nobody inside a user namespace, and its files stay root's.
 */
export type Account =
  | { readonly kind: 'self'; readonly uid: number }
  | { readonly kind: 'apart'; readonly uid: number; readonly gid: number }
  | { readonly kind: 'namespace'; readonly uid: 0 };

/** In a range that distributions and systemd leave alone, and below 65,536, where containers' ranges end. */
const apartId = 60_900;

const nobodyId = 65_534;

/**
 * Chooses the account for a data folder that exists.
 *
 * - Files of a cluster keep their owner wherever possible: a server may be running on them.
 * - Root's data folder is given to the group of the account with the right to pass, and nothing more.
 *
 * Fails with `denied` when the cluster is somebody else's, or no account that Postgres accepts can reach it.
 */
export async function chooseAccount(dataFolder: string): Promise<Account> {
  const uid = process.getuid?.();
  if (uid === undefined) throw noPlatform();
  const owner = await ownerOf(dataFolder);
  if (uid !== 0) {
    if (owner.uid !== uid) throw foreign(dataFolder, owner.uid);
    return { kind: 'self', uid };
  }
  const apart = { kind: 'apart', uid: owner.uid || apartId, gid: owner.uid === 0 ? apartId : owner.gid } as const;
  const keepsRoot = owner.isCluster && owner.uid === 0 && namespaceWorks();
  if (!keepsRoot && (await canPass(apart, dirname(dataFolder)))) {
    await letPass(dataFolder, apart);
    return apart;
  }
  if (keepsRoot || namespaceWorks()) return { kind: 'namespace', uid: 0 };
  throw unreachable(dataFolder);
}

async function ownerOf(dataFolder: string): Promise<{ uid: number; gid: number; isCluster: boolean }> {
  try {
    const { uid, gid } = await lstat(join(dataFolder, 'postgres'));
    return { uid, gid, isCluster: true };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EACCES') throw error;
    const { uid, gid } = await stat(dataFolder);
    return { uid, gid, isCluster: false };
  }
}

/** Whether the account can pass through every folder of the path, as far as plain permissions tell. */
export async function canPass(account: Account, path: string): Promise<boolean> {
  if (account.kind !== 'apart') return true;
  const { mode, uid, gid } = await stat(path);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  const parent = dirname(path);
  return (mode & bit) !== 0 && (parent === path || (await canPass(account, parent)));
}

async function letPass(folder: string, account: { readonly uid: number; readonly gid: number }): Promise<void> {
  const found = await stat(folder);
  if (found.uid === account.uid) return;
  if (found.gid !== account.gid) await chown(folder, found.uid, account.gid);
  if ((found.mode & 0o010) === 0) await chmod(folder, (found.mode & 0o7777) | 0o010);
}

const namespaceCommand = ['unshare', '--user', `--map-user=${nobodyId}`, `--map-group=${nobodyId}`, '--'] as const;

function namespaceWorks(): boolean {
  const [program, ...rest] = namespaceCommand;
  return spawnSync(program, [...rest, 'true'], { stdio: 'ignore' }).status === 0;
}

/** How a program is started as the account. */
export interface RunAs {
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

export function runAs(account: Account): RunAs {
  switch (account.kind) {
    case 'self':
      return { prefix: [] };
    case 'apart':
      return { prefix: [], uid: account.uid, gid: account.gid };
    case 'namespace':
      return { prefix: namespaceCommand };
  }
}

/**
 * How initdb is started: it wants an account with a name. Under a number without one (as containers give) it sees
 * itself as nobody: by a user namespace, or as root by being nobody until the files are handed over.
 */
export function initialiseAs(account: Account): RunAs {
  if (account.kind === 'apart' && account.uid === apartId) return { prefix: [], uid: nobodyId, gid: account.gid };
  if (account.kind === 'self' && !hasName()) return { prefix: namespaceCommand };
  return runAs(account);
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

function noPlatform(): Failure {
  return new Failure('denied', 'Chainmail cannot run a Postgres of its own on this platform.', {
    code: 'postgres-platform',
    fix: 'Point CHAINMAIL_DATABASE_URL to a Postgres (15 or newer).',
  });
}

function foreign(dataFolder: string, uid: number): Failure {
  return new Failure('denied', `The data folder ${dataFolder} belongs to another account (number ${uid}).`, {
    code: 'postgres-foreign-folder',
    fix: 'Run Chainmail as that account, or choose another data folder with --data or CHAINMAIL_DATA.',
  });
}

function unreachable(dataFolder: string): Failure {
  return new Failure('denied', `Postgres cannot run as root, and no other account can reach ${dataFolder}.`, {
    code: 'postgres-data-unreachable',
    fix: 'Choose a data folder whose parent folders others may pass through (--data /var/lib/chainmail), run Chainmail as an ordinary user, or set CHAINMAIL_DATABASE_URL.',
  });
}
