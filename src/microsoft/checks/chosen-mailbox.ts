import { Failure } from '#evidence';
import type { OpenConnection } from '../connections/connection.ts';
import type { MailboxPerson } from '../directory/directory-person.ts';
import { listPeople, resolveMailbox } from '../directory/directory.ts';
import { probeMailbox } from '../directory/probe-mailbox.ts';
import { attempt } from './check-result.ts';

/** A mailbox to be checked. */
export interface ChosenMailbox {
  /** As it was named, or its primary address. */
  readonly label: string;
  /** What requests name it by; null when it was not found. */
  readonly id: string | null;
  readonly person: MailboxPerson | null;
  /** What to say of how it was found. */
  readonly note: string | null;
  /** Why it was not found. */
  readonly failure: Failure | null;
}

const mostProbes = 20;

/** A mailbox that somebody named. Where the directory may not be read, the name itself is used. */
export async function namedMailbox(open: OpenConnection, given: string, signal: AbortSignal): Promise<ChosenMailbox> {
  const found = await attempt(resolveMailbox(open.directory, given, signal));
  if (!(found instanceof Failure)) {
    return { label: given, id: found.person.id, person: found.person, note: found.note, failure: null };
  }
  if (found.kind === 'denied') {
    return {
      label: given,
      id: given,
      person: null,
      note: 'The directory cannot be read, so the name was used as it is.',
      failure: null,
    };
  }
  return { label: given, id: null, person: null, note: null, failure: found };
}

/**
 * A mailbox to check when nobody named one: the signer's own; of an application the first of a working account that lets us in, else the first of all.
 * Null when the directory cannot be read or holds nobody with an address.
 */
export async function defaultMailbox(open: OpenConnection, signal: AbortSignal): Promise<ChosenMailbox | null> {
  const { signer } = open.connection;
  if (signer !== null)
    return namedMailbox(open, signer.id, signal).then((own) => ({ ...own, label: signer.address, note: null }));
  let fallback: MailboxPerson | null = null;
  let probes = 0;
  try {
    for await (const person of listPeople(open.directory, signal)) {
      if (person.isGuest || person.isEnabled === false || !person.hasAddress || person.isLicensed === false) continue;
      fallback ??= person;
      probes += 1;
      const reach = await probeMailbox(open.mailbox(person.id), person.id, signal);
      if (reach.kind === 'reachable') return chosen(person);
      if (probes >= mostProbes) break;
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  return fallback === null ? null : chosen(fallback);
}

function chosen(person: MailboxPerson): ChosenMailbox {
  return { label: person.address, id: person.id, person, note: null, failure: null };
}
