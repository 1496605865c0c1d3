import { newId, type Clock, type Database } from '#platform';
import type { GateLimits, Spent } from '../graph/budget.ts';
import { outlookLimits } from '../graph/budget.ts';
import { createGates, type Gates } from '../graph/gate.ts';
import { readSpentByOthers, writeSpent } from './store-spent.ts';

const known = new WeakMap<Database, Gates>();

/**
 * The gates of this process over one database: they know what other processes spent of the same allowances, and let
 * them know. What is written may lag a second behind; a process that is killed leaves at most that unsaid.
 */
export function sharedGates(database: Database, clock: Clock, limits: GateLimits = outlookLimits): Gates {
  const made = known.get(database) ?? gatesOver(database, clock, limits);
  known.set(database, made);
  return made;
}

/** Like `sharedGates`, as another process has them. */
export function gatesOver(database: Database, clock: Clock, limits: GateLimits = outlookLimits): Gates {
  const holder = newId();
  return createGates(clock, limits, {
    exchange: (clientId, mailbox, mine) =>
      database.transaction(async (tx): Promise<readonly Spent[]> => {
        const of = { clientId, mailbox, holder };
        if (mine.length > 0) await writeSpent(tx, of, mine);
        return readSpentByOthers(tx, of);
      }),
  });
}
