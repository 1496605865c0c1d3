import type { CarriedOut } from '../../../workbench/collections/carry-out.ts';
import type { Invocation } from '../../frame/command-definition.ts';
import { done, doneWithExceptions, failed, type ExitCode } from '../../exit-codes.ts';

/** Shows how a collection ended, as the last words of `collect` and `collection resume`. */
export async function endOfCollection(
  { terminal, instance }: Invocation,
  { finished, summary }: CarriedOut,
): Promise<ExitCode> {
  const { showNext, showOutcome } = await import('../../collections/show-outcome.ts');
  terminal.object(summary);
  if (finished === null) return failed;
  showOutcome(terminal, finished, summary);
  showNext(terminal, summary.collection, instance.dataFolder);
  return summary.exceptions === 0 ? done : doneWithExceptions;
}
