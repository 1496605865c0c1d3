import { spawnSync } from 'node:child_process';
import { chmod, chown, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '#evidence';

/**
 * Under which account Postgres runs; it refuses to run as root.
 *
 * - `self`: an ordinary user runs it as themselves.
 * - `apart`: root runs it under a number nobody else has, so no other program can reach its files or socket.
 * - `namespace`: root, with a data folder no other account can pass to (under /root, say): Postgres sees itself
 *   as nobody inside a user namespace, and its files stay root's.
 */
export type Account =
  | { readonly kind: 'self'; readonly uid: number }
  | { readonly kind: 'apart'; readonly uid: number; readonly gid: number }
  | { readonly kind: 'namespace'; readonly uid: 0 };

/** In a range that distributions and systemd leave alone, and below 65,536, where containers' ranges end. */
const apartId = 60_900;

/** initdb wants an account with a name; nobody has one everywhere. */
export const nobodyId = 65_534;

/**
 * Chooses the account for a data folder that exists.
 *
 * Root's data folder is given to the group of the account with the right to pass, and nothing more.
 * Fails with `denied` when root's data folder cannot be reached by any other account.
 */
export async function chooseAccount(dataFolder: string): Promise<Account> {
  const uid = process.getuid?.();
  if (uid === undefined) {
    throw new Failure('denied', 'Chainmail cannot run a Postgres of its own on this platform.', {
      code: 'postgres-platform',
      fix: 'Point CHAINMAIL_DATABASE_URL to a Postgres (15 or newer).',
    });
  }
  if (uid !== 0) return { kind: 'self', uid };
  const apart: Account = { kind: 'apart', uid: apartId, gid: apartId };
  if (await canPass(apart, dirname(dataFolder))) {
    await letPass(dataFolder, apart.gid);
    return apart;
  }
  if (namespaceWorks()) return { kind: 'namespace', uid: 0 };
  throw new Failure('denied', `Postgres cannot run as root, and no other account can reach ${dataFolder}.`, {
    code: 'postgres-data-unreachable',
    fix: 'Choose a data folder whose parent folders others may pass through (--data /var/lib/chainmail), run Chainmail as an ordinary user, or set CHAINMAIL_DATABASE_URL.',
  });
}

/** Whether the account can pass through every folder of the path, as far as plain permissions tell. */
export async function canPass(account: Account, path: string): Promise<boolean> {
  if (account.kind !== 'apart') return true;
  const { mode, uid, gid } = await stat(path);
  const passable =
    uid === account.uid ? (mode & 0o100) !== 0 : gid === account.gid ? (mode & 0o010) !== 0 : (mode & 0o001) !== 0;
  const parent = dirname(path);
  return passable && (parent === path || (await canPass(account, parent)));
}

async function letPass(folder: string, gid: number): Promise<void> {
  const found = await stat(folder);
  if ((found.mode & 0o001) !== 0 && found.gid !== gid) return;
  if (found.gid !== gid) await chown(folder, found.uid, gid);
  if ((found.mode & 0o010) === 0) await chmod(folder, (found.mode & 0o7777) | 0o010);
}

export const namespaceCommand = ['unshare', `--user`, `--map-user=${nobodyId}`, `--map-group=${nobodyId}`, '--'] as const;

function namespaceWorks(): boolean {
  const [program, ...rest] = namespaceCommand;
  return spawnSync(program, [...rest, 'true'], { stdio: 'ignore' }).status === 0;
}
