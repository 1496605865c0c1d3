import type { Mailbox, Person } from '../../model/contract.ts';
import type { Simulation } from '../../simulation.ts';
import { invalidUser, mailboxNotEnabled } from '../protocol/graph-error.ts';

/** A reachable mailbox and its owner. */
export interface Reached {
  readonly person: Person;
  readonly mailbox: Mailbox;
}

/**
 * The mailbox a path names: by object id, by any address, or an archive by `MBX:<guid>@<tenant id>`.
 * Errors: GraphError 404 ErrorInvalidUser (no such person) or MailboxNotEnabledForRESTAPI (no active mailbox).
 */
export function mailboxOf({ tenant }: Simulation, name: string): Reached {
  const byGuid = /^MBX:([^@]+)@(.+)$/i.exec(name);
  if (byGuid !== null) return mailboxByGuid({ guid: byGuid[1] ?? '', tenantId: byGuid[2] ?? '', name }, tenant);
  const person = tenant.person(name);
  if (person === undefined) throw invalidUser(name);
  const mailbox = person.mailboxState === 'active' ? tenant.mailbox(person.id) : undefined;
  if (mailbox === undefined) throw mailboxNotEnabled();
  return { person, mailbox };
}

interface GuidName {
  readonly guid: string;
  readonly tenantId: string;
  readonly name: string;
}

function mailboxByGuid({ guid, tenantId, name }: GuidName, tenant: Simulation['tenant']): Reached {
  if (tenantId.toLowerCase() !== tenant.id.toLowerCase()) throw invalidUser(name);
  const mailbox =
    tenant.archive(guid) ??
    tenant.people.map(({ id }) => tenant.mailbox(id)).find((one) => one?.id.toLowerCase() === guid.toLowerCase());
  const person = mailbox === undefined ? undefined : tenant.person(mailbox.personId);
  if (mailbox === undefined || person === undefined) throw invalidUser(name);
  return { person, mailbox };
}

/** Name of a mailbox in the meter and the log: an archive is a mailbox of its own. */
export function meterName(mailbox: Mailbox): string {
  return mailbox.kind === 'archive' ? `${mailbox.personId}/archive` : mailbox.personId;
}

/** A mailbox of which nothing is shown but its root: lists are empty, folders and messages are not found. */
export function closedMailbox(mailbox: Mailbox): Mailbox {
  const root = mailbox.folder('msgfolderroot');
  return {
    ...mailbox,
    folders: () => [],
    folder: (name) => (name === 'msgfolderroot' || name === root?.id ? root : undefined),
    childFolders: () => [],
    list: () => [],
    count: () => 0,
    message: () => undefined,
  };
}

/** A mailbox of which some folders are shared: what is in others is not there for whoever looks. */
export function sharedMailbox(mailbox: Mailbox, names: readonly string[]): Mailbox {
  const shared = names.map((name) => mailbox.folder(name)).filter((folder) => folder !== undefined);
  const ids = new Set(shared.map(({ id }) => id));
  return {
    ...mailbox,
    folders: () => shared,
    folder: (name) => {
      const folder = mailbox.folder(name);
      return folder !== undefined && ids.has(folder.id) ? folder : undefined;
    },
    childFolders: () => [],
    list: (range, skip, limit) =>
      range.folderId !== null && ids.has(range.folderId) ? mailbox.list(range, skip, limit) : [],
    count: (range) => (range.folderId !== null && ids.has(range.folderId) ? mailbox.count(range) : 0),
    message: (id) => {
      const message = mailbox.message(id);
      return message !== undefined && ids.has(message.parentFolderId) ? message : undefined;
    },
  };
}
