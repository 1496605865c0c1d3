import { Failure, type CollectionId } from '#evidence';
import type { OpenConnection } from '#microsoft';
import { carryOut, type CarriedOut } from '../../workbench/collections/carry-out.ts';
import type { CollectionSummary } from '../../workbench/collections/collection-summary.ts';
import { wishFor } from '../../workbench/collections/store-wishes.ts';
import { WishWatch } from '../../workbench/collections/wish-watch.ts';
import type { Invocation } from '../frame/command-definition.ts';
import { working } from '../frame/listening.ts';
import { programName, quoted } from '../program-name.ts';
import { count } from '../terminal/amounts.ts';

/** Carries a collection out with progress on stderr; stopped or failed on the way, it says how to go on. */
export async function carryOutAloud(
  invocation: Invocation,
  id: CollectionId,
  open: OpenConnection,
): Promise<CarriedOut> {
  const database = await invocation.instance.database();
  using watch = new WishWatch({ database, clock: invocation.clock }, id);
  const signal = AbortSignal.any([invocation.signal, watch.signal]);
  try {
    const carriedOut = await carryOut({ ...working(invocation), signal }, id, { open });
    if (carriedOut.finished === null) await sayThatItStopped(invocation, id, carriedOut.summary);
    return carriedOut;
  } catch (thrown) {
    // Another process is at it, and brings it to its end.
    if (thrown instanceof Failure && thrown.code === 'lease-held') throw thrown;
    sayHowToResume(invocation, id, 'The collection did not come to its end; what was kept stays.');
    throw thrown;
  }
}

async function sayThatItStopped(
  invocation: Invocation,
  id: CollectionId,
  { kept, listed, processed }: CollectionSummary,
): Promise<void> {
  const { reader } = await invocation.instance.database();
  const asked = await wishFor(reader, id);
  const by = asked === null || asked.wish === 'run' ? '' : ` It was ${asked.wish} by ${asked.orderedBy}.`;
  const state = `Stopped: ${count(kept)} of ${count(listed)} listed items are kept, ${count(processed)} of them read.${by}`;
  if (asked?.wish === 'cancelled') invocation.terminal.note(state);
  else sayHowToResume(invocation, id, state);
}

function sayHowToResume({ terminal, instance }: Invocation, id: CollectionId, what: string): void {
  terminal.note(what);
  terminal.note(`Resume it with: ${programName()} collection resume ${id} --data ${quoted(instance.dataFolder)}`);
}
