import { chown, lchown, lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#evidence';
import { newId } from '../clock/ids.ts';
import { initialiseAs, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { exitOf, runProgram, startLog } from './run-program.ts';

export const superuser = 'chainmail';

/**
 * The folder of the database files, made when there is none.
 *
 * - It is made under another name and renamed when whole: a process killed meanwhile leaves no half cluster.
 * - Of two processes that make one at once, one wins and both use it.
 *
 * Fails with `conflict` when it was made by another major version, `unavailable` when it cannot be made.
 */
export async function ensureCluster(dataFolder: string, binaries: Binaries, account: Account): Promise<string> {
  const folder = join(dataFolder, 'postgres');
  const found = await majorVersion(folder);
  if (found === null) await makeCluster(dataFolder, binaries, account);
  else if (found !== binaries.major) throw otherMajor(folder, found, binaries);
  await giveAll(folder, account);
  return folder;
}

async function majorVersion(folder: string): Promise<string | null> {
  try {
    return (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function otherMajor(folder: string, found: string, binaries: Binaries): Failure {
  return new Failure(
    'conflict',
    `${folder} was made by Postgres ${found}; this Chainmail brings Postgres ${binaries.major}.`,
    {
      code: 'postgres-major-version',
      fix: `Write a backup with the Chainmail that made it (chainmail backup DIR) and restore it into a new data folder with this one (chainmail restore DIR), or run a Postgres ${found} on it and set CHAINMAIL_DATABASE_URL.`,
    },
  );
}

async function makeCluster(dataFolder: string, binaries: Binaries, account: Account): Promise<void> {
  await sweepDrafts(dataFolder);
  const draft = join(dataFolder, `postgres-new-${process.pid}-${newId()}`);
  await mkdir(draft, { mode: 0o700 });
  const { uid, gid } = initialiseAs(account);
  if (uid !== undefined && gid !== undefined) await chown(draft, uid, gid);
  try {
    await initialise(draft, dataFolder, { binaries, account });
    await giveAll(draft, account);
    await rename(draft, join(dataFolder, 'postgres'));
    await syncFolder(dataFolder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

async function initialise(
  draft: string,
  dataFolder: string,
  { binaries, account }: { binaries: Binaries; account: Account },
): Promise<void> {
  await using log = await startLog(dataFolder);
  const args = ['-D', draft, '-U', superuser, '--auth=trust', '--encoding=UTF8', '--no-instructions'];
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--data-checksums');
  const program = join(binaries.folder, 'bin', 'initdb');
  const { status, reason } = await exitOf(runProgram([program, ...args], initialiseAs(account), log.output));
  if (status === 0) return;
  throw new Failure('unavailable', `The database could not be made in ${dataFolder}: ${reason ?? (await log.tail())}`, {
    code: 'postgres-initdb',
    fix: 'See the lines above: most often the disk is full, or the account has no name (no line in /etc/passwd).',
  });
}

/** Gives every file to the account, when root runs Postgres apart (or a folder came from elsewhere). */
async function giveAll(folder: string, account: Account): Promise<void> {
  if (account.kind === 'self') return;
  const gid = account.kind === 'apart' ? account.gid : 0;
  const top = await lstat(folder);
  if (top.uid === account.uid && top.gid === gid) return;
  const entries = await readdir(folder, { recursive: true });
  for (const entry of entries) await lchown(join(folder, entry), account.uid, gid);
  await chown(folder, account.uid, gid);
}

/** Removes what killed processes left of clusters that never became one. */
async function sweepDrafts(dataFolder: string): Promise<void> {
  for (const entry of await readdir(dataFolder)) {
    const maker = /^postgres-new-(\d+)-/.exec(entry)?.[1];
    if (maker !== undefined && !isAlive(Number(maker)))
      await rm(join(dataFolder, entry), { recursive: true, force: true });
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
