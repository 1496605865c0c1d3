import type { OpenConnection } from '../connections/connection.ts';
import type { MailboxPerson } from './directory-person.ts';
import { listPeople } from './directory.ts';
import type { MailboxKind, Reach } from './probe-mailbox.ts';
import { readMailboxKind } from './probe-mailbox.ts';
import { reachMailbox } from './reach-mailbox.ts';

/** A person of the directory, and what is known of their mailbox. */
export interface ListedMailbox {
  readonly person: MailboxPerson;
  /** Whether the mailbox can be read; the reason when not. */
  readonly reach: Reach;
  readonly kind: MailboxKind;
}

const atOnce = 16;

/**
 * Everybody in the directory with the state of their mailbox, in the directory's order.
 * Each mailbox is asked itself: neither a licence nor an address tells whether there is one that can be read.
 * Kinds are asked for only with the capability `tell-mailbox-kinds`.
 */
export async function* listMailboxes(open: OpenConnection, signal: AbortSignal): AsyncGenerator<ListedMailbox> {
  const waiting: Promise<ListedMailbox>[] = [];
  for await (const person of listPeople(open.directory, signal)) {
    const asked = look(open, person, signal);
    // Taken up again below, in order; until then an error must not count as unhandled.
    asked.catch(ignore);
    waiting.push(asked);
    const first = waiting.length >= atOnce ? waiting.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const asked of waiting) yield await asked;
}

async function look(open: OpenConnection, person: MailboxPerson, signal: AbortSignal): Promise<ListedMailbox> {
  const graph = open.mailbox(person.id);
  const reach = await reachMailbox(open, person.id, signal);
  const tells = reach.kind === 'reachable' && open.connection.capabilities.includes('tell-mailbox-kinds');
  return { person, reach, kind: tells ? await readMailboxKind(graph, person.id, signal) : 'unknown' };
}

function ignore(): undefined {
  return undefined;
}
