import type { Answer } from '../../http/answer.ts';
import type { Folder, Message } from '../../model/contract.ts';
import { checkedTop, pageSize, requireFull, shownMailboxWide, userSet, type MailCall } from '../mail/mail-call.ts';
import { messageWriter } from '../messages/message-json.ts';
import { contextUrl, pageAnswer, selfUrl } from '../protocol/graph-call.ts';
import { badRequest } from '../protocol/graph-error.ts';
import { opaqueToken, readToken } from '../protocol/opaque-token.ts';
import { linkWith, type QueryOptions } from '../protocol/query-options.ts';
import { parseSearch, type Search } from './parse-search.ts';
import { receivedBounds, searchTest, type MessageTest } from './search-test.ts';
import { searchSyntaxError } from './search-words.ts';

/** A search gives no more than this, whatever it finds. */
const mostResults = 1000;
const defaultPage = 10;
const stride = 500;

/** What a search found when it was first asked. */
interface SearchRound {
  readonly kind: 'search';
  readonly ids: readonly string[];
  readonly at: number;
}

/**
 * `messages?$search="KQL"` of a folder, or of the whole mailbox: what its index knows, newest first, at most 1,000.
 * Pages go by `$skiptoken` over what was found at first; a token that is too old answers ErrorExecuteSearchStaleData.
 * Errors: GraphError 400 for `$filter`, `$orderby`, `$skip`, `$count` beside it, and for what is no KQL;
 * 403 under Mail.ReadBasic.
 */
export function searchMessages(mail: MailCall, text: string, folder: Folder | null): Answer {
  requireFull(mail);
  refuseOptions(mail.options);
  const { options, mailbox } = mail;
  const size = pageSize(mail, checkedTop(options.top), defaultPage);
  const { round, key, from } =
    options.skipToken === undefined ? begun(mail, text, folder) : resumed(mail, options.skipToken);
  const write = messageWriter(mail, options);
  const found = round.ids.slice(from, from + size).map((id) => mailbox.message(id));
  const next = from + size;
  const link = next < round.ids.length ? opaqueToken({ search: key, from: next }) : undefined;
  return pageAnswer({
    context: contextUrl(mail, `${userSet(mail)}/${placeOf(mail, folder)}`),
    nextLink: link === undefined ? undefined : linkWith(selfUrl(mail), options, { $skiptoken: link }),
    value: found.filter((message) => message !== undefined).map(write),
  });
}

function placeOf({ segments }: MailCall, folder: Folder | null): string {
  return folder === null ? 'messages' : `mailFolders('${encodeURIComponent(segments[3] ?? folder.id)}')/messages`;
}

function refuseOptions({ filter, orderBy, skip, count }: QueryOptions): void {
  const refuse = (option: string, code: string): void => {
    throw badRequest(`The query parameter '${option}' is not supported with '$search'.`, code);
  };
  if (filter !== undefined) refuse('$filter', 'SearchWithFilter');
  if (orderBy !== undefined) refuse('$orderby', 'SearchWithOrderBy');
  if (skip > 0) refuse('$skip', 'SearchWithSkip');
  if (count) refuse('$count', 'SearchWithCount');
}

interface Begun {
  readonly round: SearchRound;
  readonly key: string;
  readonly from: number;
}

function begun(mail: MailCall, text: string, folder: Folder | null): Begun {
  const { simulation, mailbox } = mail;
  const now = simulation.tenant.clock.now();
  const search = parseSearch(unquoted(text));
  const matches = searchTest(search, { mailbox, now });
  const isIndexed = indexTest(mail, now);
  const isShown = (folder === null ? shownMailboxWide(mail) : undefined) ?? (() => true);
  const isFound: MessageTest = (message) => isShown(message) && isIndexed(message) && matches(message);
  const ids = idsOf(mail, { search, folder, now }, isFound);
  const round: SearchRound = { kind: 'search', ids, at: now };
  return { round, key: simulation.rounds.put(round), from: 0 };
}

function resumed({ simulation }: MailCall, token: string): Begun {
  const state = readToken(token);
  const key = typeof state?.['search'] === 'string' ? state['search'] : '';
  const round = simulation.rounds.get(key) as SearchRound | undefined;
  const age = simulation.tenant.clock.now() - (round?.at ?? 0);
  if (round?.kind !== 'search' || age > simulation.switches.searchTokenLifetimeSeconds * 1000)
    throw badRequest('The search results are stale. Start the search again.', 'ErrorExecuteSearchStaleData');
  return { round, key, from: Number(state?.['from']) };
}

/** What stands between the outer quotation marks, in which `\"` is a mark and `\\` a backslash. */
function unquoted(text: string): string {
  const quoted = /^"((?:[^"\\]|\\[\s\S])*)"$/.exec(text.trim());
  if (quoted !== null) return (quoted[1] ?? '').replaceAll(/\\([\s\S])/g, '$1');
  const foreign = /[^\p{L}\p{N}*]/u.exec(text);
  if (foreign !== null) throw searchSyntaxError(text, foreign.index);
  return text;
}

function idsOf(
  { mailbox }: MailCall,
  { search, folder, now }: { readonly search: Search; readonly folder: Folder | null; readonly now: number },
  test: MessageTest,
): readonly string[] {
  const range = {
    folderId: folder?.id ?? null,
    orderBy: 'receivedDateTime' as const,
    direction: 'desc' as const,
    ...receivedBounds(search, now),
  };
  const ids: string[] = [];
  for (let walked = 0; ids.length < mostResults; walked += stride) {
    const part = mailbox.list(range, walked, stride);
    for (const message of part) if (ids.length < mostResults && test(message)) ids.push(message.id);
    if (part.length < stride) break;
  }
  return ids;
}

/** The index comes after the mail, and some items never get into it. */
function indexTest({ simulation }: MailCall, now: number): (message: Message) => boolean {
  const { searchIndexDelaySeconds, searchNeverIndexed } = simulation.switches;
  const never = new Set(searchNeverIndexed);
  const delay = searchIndexDelaySeconds * 1000;
  return ({ id, createdDateTime }) => (delay === 0 || now - createdDateTime >= delay) && !never.has(id);
}
