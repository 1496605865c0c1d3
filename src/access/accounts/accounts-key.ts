import { join } from 'node:path';
import { Failure } from '#evidence';
import { createKeyFile, readKeyFile, Secret, type Database } from '#platform';
import { endEverySession, hasPeople } from '../people/store-people.ts';

export function accountsKeyPath(dataFolder: string): string {
  return join(dataFolder, 'keys', 'accounts.key');
}

/**
 * The key that session cookies are signed and two-factor secrets are sealed with. It is made with the first start and
 * never replaced silently: without it nobody could tell a session of ours from a forged one.
 *
 * Fails with `not-found` when it is lost, `denied` when others may read it, `malformed` when it is damaged.
 */
export async function openAccountsKey(of: { dataFolder: string; database: Database }): Promise<Secret> {
  const path = accountsKeyPath(of.dataFolder);
  if ((await readKeyFile(path)) === null) {
    if (await hasPeople(of.database.reader)) throw keyLost(path);
    await createKeyFile(path);
  }
  const keys = await readKeyFile(path);
  const key = keys?.at(-1);
  if (key === undefined) throw keyLost(path);
  return new Secret(key.bytes.toString('base64'));
}

/**
 * Makes a new key where the old one is lost: everybody is signed out, and two-factor sign-in is off until people set it
 * up again. A key that is there stays, and false comes back.
 */
export async function renewLostAccountsKey(of: { dataFolder: string; database: Database }): Promise<boolean> {
  const path = accountsKeyPath(of.dataFolder);
  if ((await readKeyFile(path)) !== null) return false;
  await of.database.transaction((tx) => endEverySession(tx));
  await createKeyFile(path);
  return true;
}

function keyLost(path: string): Failure {
  return new Failure('not-found', `The key file ${path} is missing; nobody can be signed in without it.`, {
    code: 'accounts-key-missing',
    fix: 'Put back the copy of the keys folder you made (chainmail backup --with-keys). Without one, `chainmail serve --renew-accounts-key` makes a new key: everybody signs in again, and two-factor sign-in has to be set up again.',
  });
}
