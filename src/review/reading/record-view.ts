import { recordAct } from '#custody';
import type { Reviewing } from '../reviewing.ts';
import { insertView } from './store-views.ts';

/**
 * Records that somebody opened a message: one entry of the audit trail a person, message and day (UTC), however often
 * text, source and attachments are looked at.
 */
export async function recordView({ database, clock, actor, matter }: Reviewing, item: string): Promise<void> {
  const at = clock.now();
  await database.transaction(async (tx) => {
    const isNew = await insertView(tx, { item, by: actor, day: at.toISOString().slice(0, 10), at });
    if (isNew) await recordAct(tx, { actor, action: 'message.viewed', subject: { matter, item }, at });
  });
}
