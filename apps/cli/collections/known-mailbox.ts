import { collectionsOfMailbox } from '#collector';
import { Failure } from '#evidence';
import { listConnections, resolveMailbox } from '#microsoft';
import { useConnection } from '../../workbench/connections/connection-store.ts';
import type { Invocation } from '../frame/command-definition.ts';

/**
 * The name under which a collected mailbox is known: its primary address or its object id as it stands; an alias as
 * the directory of one of the connections resolves it now. Failure `not-found` when no collection looked at it.
 */
export async function knownMailbox(
  invocation: Pick<Invocation, 'instance' | 'clock' | 'terminal' | 'signal'>,
  given: string,
): Promise<string> {
  const { reader } = await invocation.instance.database();
  if ((await collectionsOfMailbox(reader, given)).length > 0) return given;
  const silent: string[] = [];
  for (const { id, name } of await listConnections(reader)) {
    try {
      const open = await useConnection(invocation, id, 'brisk');
      const { person, note } = await resolveMailbox(open.directory, given, invocation.signal);
      if ((await collectionsOfMailbox(reader, person.id)).length === 0) continue;
      if (note !== null) invocation.terminal.note(note);
      return person.id;
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      if (thrown.kind !== 'not-found') silent.push(name);
    }
  }
  const unasked = silent.length === 0 ? '' : ` Whether it is an alias could not be asked through ${silent.join(', ')}.`;
  throw new Failure('not-found', `No collection ever looked at a mailbox ${given}.${unasked}`, {
    code: 'mailbox-not-collected',
    fix: 'Give the primary address; `chainmail collection show ID` names the mailboxes of a collection.',
  });
}
