import type { Folder, Mailbox, Message, Person } from '../../model/contract.ts';
import type { MailAccess } from '../access.ts';
import { accessDenied, badRequest, GraphError, itemNotFound, malformedId } from '../protocol/graph-error.ts';
import type { GraphCall } from '../protocol/graph-call.ts';

/** A Graph request on one mailbox that the caller may read. */
export interface MailCall extends GraphCall {
  readonly person: Person;
  readonly mailbox: Mailbox;
  readonly access: MailAccess;
  /** How the path named the mailbox, for links and contexts. */
  readonly userKey: string;
}

/** Errors: GraphError 403 ErrorAccessDenied when the caller may see the basics only. */
export function requireFull({ access }: MailCall): void {
  if (access !== 'full' && access !== 'folders') throw accessDenied();
}

/** Exchange ids are base64 text of some length; well-known names are letters only. */
function isShapedAsId(id: string): boolean {
  return id.length >= 24 && /^[A-Za-z0-9+/_=-]+$/.test(id);
}

/** Errors: GraphError 400 ErrorInvalidIdMalformed, 404 ErrorItemNotFound. */
export function folderOf({ mailbox, access }: MailCall, name: string): Folder {
  const folder = mailbox.folder(name);
  if (folder !== undefined) return folder;
  if (access === 'folders') throw accessDenied();
  throw isShapedAsId(name) || access === 'none' ? itemNotFound() : malformedId();
}

/** Errors: as folderOf; a deleted folder answers ErrorSyncFolderNotFound, as delta queries do. */
export function syncFolderOf(mail: MailCall, name: string): Folder {
  const folder = mail.mailbox.folder(name);
  if (folder !== undefined) return folder;
  if (!isShapedAsId(name)) throw malformedId();
  throw new GraphError(404, 'ErrorSyncFolderNotFound', 'The specified folder could not be found.');
}

/** Errors: GraphError 400 ErrorInvalidIdMalformed, 404 ErrorItemNotFound (gone, or an id from before a move). */
export function messageOf({ mailbox }: MailCall, id: string, folder?: Folder): Message {
  const message = mailbox.message(id);
  if (message !== undefined && (folder === undefined || message.parentFolderId === folder.id)) return message;
  throw message !== undefined || isShapedAsId(id) ? itemNotFound() : malformedId();
}

/** Page size of a listing: what was asked, the default, and never more than a fault allows. */
export function pageSize({ pageCap }: GraphCall, asked: number | undefined, byDefault: number): number {
  return Math.max(1, Math.min(asked ?? byDefault, pageCap));
}

/**
 * Which messages `messages` without a folder shows: none of Recoverable Items, unless the switch says so; undefined when
 * it shows all there are.
 */
export function shownMailboxWide({ mailbox, simulation }: MailCall): ((message: Message) => boolean) | undefined {
  if (simulation.switches.mailboxShowsRecoverable) return undefined;
  const recoverable = mailbox.folders().filter(({ place, id }) => {
    return place === 'recoverable' && mailbox.counts(id).messages > 0;
  });
  if (recoverable.length === 0) return undefined;
  const left = new Set(recoverable.map(({ id }) => id));
  return ({ parentFolderId }) => !left.has(parentFolderId);
}

/** The user part of an entity path in `@odata.context`. */
export function userSet({ userKey }: MailCall): string {
  return `users('${encodeURIComponent(userKey)}')`;
}

const largestPage = 1000;

/** Errors: GraphError 400 unless 1…1000. */
export function checkedTop(top: number | undefined): number | undefined {
  if (top === undefined) return undefined;
  if (top === 0)
    throw badRequest(
      "Invalid value '0' for $top query option found. The $top query option requires a positive integer value.",
    );
  if (top > largestPage)
    throw badRequest(
      `The limit of '${String(largestPage)}' for Top query has been exceeded. The value from the incoming request is '${String(top)}'.`,
    );
  return top;
}
