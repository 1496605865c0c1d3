import type { MatterId } from '#evidence';
import type { Database } from '#platform';
import { processMatter } from '#processing';
import { indexMessages } from '#search';
import { memoryVault } from '#vault';
import { keepMail } from '../../src/processing/testing.ts';

/** Keeps, reads and indexes mail. */
export async function searchableMail(
  database: Database,
  messages: readonly Uint8Array[],
  matterName = 'Lakeside',
): Promise<MatterId> {
  const vault = memoryVault();
  const { matter } = await keepMail(database, vault, { messages, matterName });
  await processMatter({ database, vault, matter });
  await indexMessages({ database });
  return matter;
}
