import { renewLostAccountsKey } from '#access';
import { recordAct } from '#custody';
import type { Clock } from '#platform';
import type { Instance } from './compose.ts';

/** Makes a new key of accounts where the old one is lost, and records the act; false when the key is there. */
export async function renewAccountsKey(
  instance: Instance,
  { actor, clock }: { actor: string; clock: Clock },
): Promise<boolean> {
  const database = await instance.database();
  const isRenewed = await renewLostAccountsKey({ dataFolder: instance.dataFolder, database });
  if (isRenewed) await recordAct(database, { actor, action: 'accounts-key.renewed', subject: {}, at: clock.now() });
  return isRenewed;
}
