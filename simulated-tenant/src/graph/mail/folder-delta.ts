import type { Answer } from '../../http/answer.ts';
import type { Folder, Mailbox } from '../../model/contract.ts';
import { badRequest, syncStateNotFound } from '../protocol/graph-error.ts';
import { contextUrl, pageAnswer, selfUrl } from '../protocol/graph-call.ts';
import { opaqueToken, readToken } from '../protocol/opaque-token.ts';
import { folderPropertyNames, folderValues, folderWriter } from './folder-json.ts';
import { pageSize, userSet, type MailCall } from './mail-call.ts';

type FolderEntry = { readonly kind: 'upsert'; readonly id: string } | { readonly kind: 'removed'; readonly id: string };

/** One round over the folder tree: what is still to be told, and how every folder looked when it began. */
interface FolderRound {
  readonly mailbox: string;
  readonly select: readonly string[] | undefined;
  readonly entries: readonly FolderEntry[];
  readonly seen: ReadonlyMap<string, string>;
}

/**
 * `mailFolders/delta`: the whole tree, flat: nested folders too, hidden and recoverable ones and the root not.
 * Errors: GraphError 400 for options that change tracking does not take (`$top` among them), 410 for lost tokens.
 */
export function folderDelta(mail: MailCall): Answer {
  const { options, simulation } = mail;
  const refused = options.pairs
    .map(([name]) => name.toLowerCase())
    .filter((name) => ['$top', '$filter', '$orderby', '$search', '$expand', '$skip', '$count'].includes(name));
  if (refused.length > 0) {
    throw badRequest(
      `The following parameters are not supported with change tracking over the 'Folders' resource: '${refused.join(', ')}'.`,
      'ErrorInvalidUrlQuery',
    );
  }
  if (options.deltaToken !== undefined && options.deltaToken !== '')
    return page(mail, nextRound(mail, heldRound(mail, options.deltaToken).round), 0);
  if (options.skipToken !== undefined) {
    const { round, offset, key } = heldRound(mail, options.skipToken);
    return page(mail, { round, key }, offset);
  }
  const first: FolderRound = {
    mailbox: mail.mailbox.id,
    select: options.select,
    entries: walked(mail.mailbox).map(({ id }) => ({ kind: 'upsert', id })),
    seen: looks(mail.mailbox),
  };
  folderWriter(mail.mailbox, options.select);
  return page(mail, { round: first, key: simulation.rounds.put(first) }, 0);
}

interface HeldRound {
  readonly round: FolderRound;
  readonly key: string;
}

function page(mail: MailCall, { round, key }: HeldRound, offset: number): Answer {
  const { mailbox, simulation, prefer } = mail;
  const size = pageSize(mail, prefer.maxPageSize, simulation.switches.deltaPageSize);
  const end = offset + size;
  const write = folderWriter(mailbox, round.select);
  const value = round.entries.slice(offset, end).map(({ kind, id }) => {
    const folder = kind === 'upsert' ? mailbox.folder(id) : undefined;
    return folder === undefined
      ? { '@odata.type': '#microsoft.graph.mailFolder', id, '@removed': { reason: 'deleted' } }
      : write(folder);
  });
  const more = end < round.entries.length;
  return pageAnswer(
    {
      context: contextUrl(mail, `${userSet(mail)}/mailFolders`),
      nextLink: more ? `${selfUrl(mail)}?$skiptoken=${opaqueToken({ k: key, o: end })}` : undefined,
      deltaLink: more ? undefined : `${selfUrl(mail)}?$deltatoken=${opaqueToken({ k: key, o: end })}`,
      value,
    },
    prefer.maxPageSize === undefined ? {} : { 'Preference-Applied': `odata.maxpagesize=${String(prefer.maxPageSize)}` },
  );
}

/** Errors: GraphError 410 SyncStateNotFound for a token that is not of this mailbox or has fallen out of the store. */
function heldRound(mail: MailCall, token: string): HeldRound & { readonly offset: number } {
  const state = readToken(token);
  const key = typeof state?.['k'] === 'string' ? state['k'] : '';
  const round = mail.simulation.rounds.get(key) as FolderRound | undefined;
  if (round === undefined || round.mailbox !== mail.mailbox.id) throw syncStateNotFound(0, 1);
  return { round, key, offset: Number(state?.['o'] ?? 0) };
}

function nextRound(mail: MailCall, before: FolderRound): HeldRound {
  const now = looks(mail.mailbox);
  const changed = [...now]
    .filter(([id, look]) => before.seen.get(id) !== look)
    .map(([id]) => ({ kind: 'upsert', id }) as const);
  const removed = [...before.seen.keys()].filter((id) => !now.has(id)).map((id) => ({ kind: 'removed', id }) as const);
  const round: FolderRound = {
    mailbox: mail.mailbox.id,
    select: before.select,
    entries: [...changed, ...removed],
    seen: now,
  };
  return { round, key: mail.simulation.rounds.put(round) };
}

function walked(mailbox: Mailbox): readonly Folder[] {
  const root = mailbox.folder('msgfolderroot');
  return root === undefined ? [] : below(mailbox, root.id);
}

function below(mailbox: Mailbox, parent: string): readonly Folder[] {
  return mailbox
    .childFolders(parent)
    .flatMap((folder) => (folder.isHidden || folder.place !== 'visible' ? [] : [folder, ...below(mailbox, folder.id)]));
}

function looks(mailbox: Mailbox): ReadonlyMap<string, string> {
  return new Map(
    walked(mailbox).map((folder) => [
      folder.id,
      folderPropertyNames.map((name) => String(folderValues(mailbox, folder)[name])).join('\n'),
    ]),
  );
}
