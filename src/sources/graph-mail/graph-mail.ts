import type { Window } from '#evidence';
import { Failure } from '#evidence';
import type { GraphReader } from '#microsoft';
import { query, segment } from '#microsoft';
import Type from 'typebox';
import type { MailSource } from '../contract.ts';
import { createKeyWalk } from './key-walk.ts';
import { listedItem, listedProperties, ListedMessage } from './listed-message.ts';
import { readFoldersBeyond, readFoldersBeyondAgain } from './folders-beyond.ts';
import type { ExcludedFolder } from './mail-folders.ts';
import { createSearchWalk } from './search-walk.ts';
import { createBodyWatch } from './whole-body.ts';
import { countMessages, readFoldersFlat, readFolderTree } from './mail-folders.ts';

/** A message comes as text/plain or message/rfc822, whatever it holds. */
const pagesAndErrors = /^\s*(text\/html|application\/json)/i;

/** One mailbox as Graph serves it. */
export interface GraphMailbox {
  /** A reader that passes this mailbox's gate. */
  readonly graph: GraphReader;
  /** Object id of the mailbox's account, or a `MBX:` id. */
  readonly mailbox: string;
}

export interface GraphMail extends MailSource {
  /** Folders the last call of `folders` left out, with the reason. */
  excludedFolders(): readonly ExcludedFolder[];
}

/**
 * The mail of one Microsoft 365 mailbox through Graph.
 *
 * - `list` walks by received time (see createKeyWalk). Mail without a received time is in no window and is not listed;
 *   `expected` of an unbounded window counts it all the same, so that it shows as a difference.
 * - `changedSince` walks the whole mailbox, or one folder, by the time of the last change, which a move bumps too. Of
 *   the whole mailbox it also shows items of hidden folders; whether it shows those of Recoverable Items is not said
 *   anywhere, so those folders are asked one by one.
 * - `search` asks for the whole mailbox, hidden folders included (see createSearchWalk).
 * - `fetch` names no folder, so a move between listing and fetching does not matter. The bytes are made on request and
 *   may differ from fetch to fetch. A body that ends before the end it announces is not taken for whole (see
 *   createBodyWatch).
 *
 * Source: Graph v1.0, list messages, list mailFolders, mailFolder delta, get MIME content of a message, immutable ids.
 */
export function graphMail(options: GraphMailbox): GraphMail {
  const { graph, mailbox } = options;
  const user = `/users/${segment(mailbox)}`;
  const walk = createKeyWalk(graph);
  const searchWalk = createSearchWalk(graph);
  const watchBody = createBodyWatch();
  let excluded: readonly ExcludedFolder[] = [];

  return {
    serviceTime: (signal) => readServiceTime(graph, user, signal),

    async folders(signal) {
      const tree = await readFolderTree(graph, mailbox, signal);
      excluded = tree.excluded;
      return tree.folders;
    },

    foldersIndependently: (signal) => readFoldersFlat(graph, mailbox, signal),

    foldersBeyond: (place, signal) => readFoldersBeyond(graph, { mailbox, place }, signal),

    foldersBeyondIndependently: (place, signal) => readFoldersBeyondAgain(graph, { mailbox, place }, signal),

    list: ({ sourceFolderId, window, cursor }, signal) => {
      const collection = messagesOf(user, sourceFolderId);
      return walk(
        { collection, key: 'receivedDateTime', ...window, also: null, folder: sourceFolderId },
        cursor,
        signal,
      );
    },

    expected: (sourceFolderId, window, signal) =>
      countMessages(graph, messagesOf(user, sourceFolderId), { filter: windowFilter(window) ?? undefined, signal }),

    changedSince: ({ since, window, cursor, sourceFolderId }, signal) =>
      walk(
        {
          collection: sourceFolderId === undefined ? `${user}/messages` : messagesOf(user, sourceFolderId),
          key: 'lastModifiedDateTime',
          from: since,
          to: null,
          also: windowFilter(window),
          folder: sourceFolderId ?? '',
        },
        cursor,
        signal,
      ),

    search: ({ search, window, cursor }, signal) =>
      searchWalk({ collection: `${user}/messages`, search, window }, cursor, signal),

    async find(item, signal) {
      try {
        const target = `${user}/messages/${segment(item)}${query({ $select: listedProperties })}`;
        const { value } = await graph.request({ target, schema: ListedMessage, signal });
        return listedItem(value, '');
      } catch (error) {
        if (error instanceof Failure && error.code === 'graph-item-not-found') return null;
        throw error;
      }
    },

    async fetch(item, signal) {
      const target = `${user}/messages/${segment(item)}/$value`;
      return watchBody(item, await graph.download({ target, signal, refusedTypes: pagesAndErrors }));
    },

    excludedFolders: () => excluded,
  };
}

function messagesOf(user: string, folder: string): string {
  return `${user}/mailFolders/${segment(folder)}/messages`;
}

const Identified = Type.Object({ id: Type.String() });

async function readServiceTime(graph: GraphReader, user: string, signal: AbortSignal): Promise<Date> {
  const target = `${user}/mailFolders/inbox${query({ $select: 'id' })}`;
  const { facts } = await graph.request({ target, schema: Identified, signal });
  if (facts.serviceTime !== null) return facts.serviceTime;
  throw new Failure('malformed', 'The service does not say what time it is.', {
    code: 'graph-no-date',
    fix: 'Check for a proxy that removes the Date header.',
  });
}

function windowFilter(window: Window): string | null {
  const parts = [
    window.from === null ? null : `receivedDateTime ge ${window.from.toISOString()}`,
    window.to === null ? null : `receivedDateTime lt ${window.to.toISOString()}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' and ');
}
