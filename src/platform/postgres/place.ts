import { realpath } from 'node:fs/promises';
import { makeDataFolder } from '../data-folder/data-folder.ts';
import { chooseAccount, type Account } from './account.ts';
import { findBinaries, usableBinaries, type Binaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';

/** Where and how the server of one data folder runs. */
export interface Place {
  readonly dataFolder: string;
  readonly cluster: string;
  readonly account: Account;
  readonly binaries: Binaries;
  readonly durable: boolean;
  /** How long a start, with the recovery after a crash, may take, in milliseconds. */
  readonly patience: number;
}

export interface PlaceOptions {
  /** Off only for tests: what is acknowledged must survive a power cut. */
  readonly durable: boolean;
  readonly patience: number;
}

/** Prepares everything a server needs before it can start; another process may do the same meanwhile. */
export async function preparePlace(dataFolder: string, options: PlaceOptions): Promise<Place> {
  await makeDataFolder(dataFolder);
  const folder = await realpath(dataFolder);
  const account = await chooseAccount(folder);
  const binaries = await usableBinaries(await findBinaries(), account, folder);
  const cluster = await ensureCluster(folder, binaries, account);
  return { dataFolder: folder, cluster, account, binaries, ...options };
}
