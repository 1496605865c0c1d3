import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runAs, type Account } from './account.ts';

/** What `flock` answers when somebody else holds the lock. */
export const heldStatus = 85;

/** Said in the place of the server's own words. */
export const heldWords = 'Another server holds the lock of the folder.';

export type FolderLock = 'held' | { readonly prefix: readonly string[] };

/**
 * How to start the server so that it holds a lock of the kernel on its folder for as long as any part of it lives.
 *
 * Postgres tells by numbers of processes whether another server runs, and numbers mean nothing across containers:
 * two that share a volume would both start and destroy the database. The lock is seen by both.
 * Where there is no `flock` (macOS, some network file systems) the prefix is empty, and Postgres' own check remains.
 */
export function lockFolder(cluster: string, account: Account): FolderLock {
  const lock = [
    'flock',
    '--no-fork',
    '--nonblock',
    '--conflict-exit-code',
    String(heldStatus),
    join(cluster, 'chainmail.lock'),
  ];
  const { prefix, uid, gid } = runAs(account);
  const [program = '', ...args] = [...prefix, ...lock, 'true'];
  const { status } = spawnSync(program, args, {
    stdio: 'ignore',
    cwd: '/',
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  if (status === heldStatus) return 'held';
  return { prefix: status === 0 ? lock : [] };
}
