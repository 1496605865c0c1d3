import { Failure } from '#evidence';
import type { GraphReader } from '../graph/transport.ts';
import { pages } from '../graph/page.ts';
import { query, segment } from '../graph/target.ts';
import type { MailboxPerson } from './directory-person.ts';
import { basicProperties, DirectoryPerson, mailboxPerson, personProperties } from './directory-person.ts';

/** A mailbox as somebody named it, found. */
export interface ResolvedMailbox {
  readonly person: MailboxPerson;
  readonly given: string;
  /** Set when what was given is not the primary address: in words, for the person who gave it. */
  readonly note: string | null;
}

const pageSize = 999;

/**
 * Everybody in the directory, page by page, people without mail included. Where only basic profiles may be read, aliases,
 * licences and the state of accounts are not known. Failure `denied` without User.Read(Basic).All.
 */
export async function* listPeople(directory: GraphReader, signal: AbortSignal): AsyncGenerator<MailboxPerson> {
  let begun = false;
  try {
    for await (const person of listWith(directory, personProperties, signal)) {
      begun = true;
      yield person;
    }
    return;
  } catch (error) {
    if (begun || !isDenied(error)) throw error;
  }
  yield* listWith(directory, basicProperties, signal);
}

async function* listWith(
  directory: GraphReader,
  properties: string,
  signal: AbortSignal,
): AsyncGenerator<MailboxPerson> {
  const target = `/users${query({ $select: properties, $top: pageSize })}`;
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
  const read = async (properties: string): Promise<MailboxPerson> => {
    const target = `/users/${segment(name)}${query({ $select: properties })}`;
    return mailboxPerson((await directory.request({ target, schema: DirectoryPerson, signal })).value);
  };
  try {
    return await read(personProperties).catch((error: unknown) => {
      if (isDenied(error)) return read(basicProperties);
      throw error;
    });
  } catch (error) {
    if (error instanceof Failure && (error.kind === 'not-found' || error.kind === 'malformed')) return null;
    throw error;
  }
}

async function byAddress(directory: GraphReader, name: string, signal: AbortSignal): Promise<MailboxPerson | null> {
  if (!name.includes('@')) return null;
  const quoted = name.replaceAll("'", "''");
  const filter = `proxyAddresses/any(p:p eq 'smtp:${quoted}')`;
  const read = async (properties: string): Promise<MailboxPerson | null> => {
    const target = `/users${query({ $filter: filter, $select: properties, $top: 2 })}`;
    for await (const page of pages(directory, DirectoryPerson, { target, signal })) {
      if (page[0] !== undefined) return mailboxPerson(page[0]);
    }
    return null;
  };
  return read(personProperties).catch((error: unknown) => {
    if (isDenied(error)) return read(basicProperties);
    throw error;
  });
}

function noteOf(person: MailboxPerson, given: string): string | null {
  const name = given.toLowerCase();
  if (name === person.address.toLowerCase()) return null;
  if (name === person.id.toLowerCase()) return `${given} is the object id of ${person.address}.`;
  const isAlias = person.aliases.some((alias) => alias.toLowerCase() === name);
  // Basic profiles show no aliases: what is neither address nor sign-in name was found as one all the same.
  return isAlias || person.userPrincipalName.toLowerCase() !== name
    ? `${given} is an alias of ${person.address}.`
    : `${given} is the sign-in name of ${person.address}.`;
}

const isDenied = (error: unknown): boolean => error instanceof Failure && error.kind === 'denied';
