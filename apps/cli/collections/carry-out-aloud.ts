import { Failure, type CollectionId } from '#evidence';
import type { OpenConnection } from '#microsoft';
import { carryOut, type CarriedOut } from '../../workbench/collections/carry-out.ts';
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
  try {
    const carriedOut = await carryOut(working(invocation), id, { open });
    if (carriedOut.finished === null) {
      const { kept, listed, processed } = carriedOut.summary;
      sayHowToResume(
        invocation,
        id,
        `Stopped: ${count(kept)} of ${count(listed)} listed items are kept, ${count(processed)} of them read.`,
      );
    }
    return carriedOut;
  } catch (thrown) {
    // Another process is at it, and brings it to its end.
    if (thrown instanceof Failure && thrown.code === 'lease-held') throw thrown;
    sayHowToResume(invocation, id, 'The collection did not come to its end; what was kept stays.');
    throw thrown;
  }
}

function sayHowToResume({ terminal, instance }: Invocation, id: CollectionId, what: string): void {
  terminal.note(what);
  terminal.note(`Resume it with: ${programName()} collection resume ${id} --data ${quoted(instance.dataFolder)}`);
}
