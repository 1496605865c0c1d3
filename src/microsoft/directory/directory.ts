import { Failure } from '#evidence';
import type { GraphReader } from '../graph/transport.ts';
import { pages } from '../graph/page.ts';
import { query, segment } from '../graph/target.ts';
import type { MailboxPerson } from './directory-person.ts';
import { DirectoryPerson, mailboxPerson, personProperties } from './directory-person.ts';

/** A mailbox as somebody named it, found. */
export interface ResolvedMailbox {
  readonly person: MailboxPerson;
  readonly given: string;
  /** Set when what was given is not the primary address: in words, for the person who gave it. */
  readonly note: string | null;
}

const pageSize = 999;

/** Everybody in the directory, page by page, people without mail included. Failure `denied` without User.Read(Basic).All. */
export async function* listPeople(directory: GraphReader, signal: AbortSignal): AsyncGenerator<MailboxPerson> {
  const target = `/users${query({ $select: personProperties, $top: pageSize })}`;
  for await (const page of pages(directory, DirectoryPerson, { target, signal })) {
    for (const person of page) yield mailboxPerson(person);
  }
}

/**
 * The mailbox that somebody named by address, alias, sign-in name or object id.
 * Failure `not-found` when the directory knows none of that name.
 */
export async function resolveMailbox(
  directory: GraphReader,
  given: string,
  signal: AbortSignal,
): Promise<ResolvedMailbox> {
  const name = given.trim();
  const found = (await byName(directory, name, signal)) ?? (await byAddress(directory, name, signal));
  if (found !== null) return { person: found, given: name, note: noteOf(found, name) };
  throw new Failure('not-found', `There is no mailbox "${name}" in the tenant.`, {
    code: 'graph-address-unknown',
    fix: 'Check the spelling, or list what there is with `chainmail mailbox list --connection NAME`.',
  });
}

async function byName(directory: GraphReader, name: string, signal: AbortSignal): Promise<MailboxPerson | null> {
  try {
    const target = `/users/${segment(name)}${query({ $select: personProperties })}`;
    const { value } = await directory.request({ target, schema: DirectoryPerson, signal });
    return mailboxPerson(value);
  } catch (error) {
    if (error instanceof Failure && (error.kind === 'not-found' || error.kind === 'malformed')) return null;
    throw error;
  }
}

async function byAddress(directory: GraphReader, name: string, signal: AbortSignal): Promise<MailboxPerson | null> {
  if (!name.includes('@')) return null;
  const quoted = name.replaceAll("'", "''");
  const filter = `proxyAddresses/any(p:p eq 'smtp:${quoted}')`;
  const target = `/users${query({ $filter: filter, $select: personProperties, $top: 2 })}`;
  for await (const page of pages(directory, DirectoryPerson, { target, signal })) {
    if (page[0] !== undefined) return mailboxPerson(page[0]);
  }
  return null;
}

function noteOf(person: MailboxPerson, given: string): string | null {
  const name = given.toLowerCase();
  if (name === person.address.toLowerCase()) return null;
  if (name === person.id.toLowerCase()) return `${given} is the object id of ${person.address}.`;
  const isAlias = person.aliases.some((alias) => alias.toLowerCase() === name);
  return isAlias ? `${given} is an alias of ${person.address}.` : `${given} is the sign-in name of ${person.address}.`;
}
