import type { Answer } from '../../http/answer.ts';
import { textAnswer } from '../../http/answer.ts';
import type { Folder, Mailbox, Message } from '../../model/contract.ts';
import { accessDenied, inefficientFilter } from '../protocol/graph-error.ts';
import { contextUrl, pageAnswer, selfUrl } from '../protocol/graph-call.ts';
import { linkWith } from '../protocol/query-options.ts';
import { checkedTop, pageSize, shownMailboxWide, userSet, type MailCall } from '../mail/mail-call.ts';
import { listingPlan, type ListingPlan } from './message-filter.ts';
import { searchMessages } from '../search/search-messages.ts';
import { messageWriter } from './message-json.ts';

const defaultPage = 10;
/** An order the mailbox does not keep is sorted in memory up to this many messages. */
const sortLimit = 50_000;
const stride = 500;

/**
 * Lists the messages of a folder, or of the whole mailbox when `folder` is null.
 * nextLink counts items walked in the order as it is then: what moves between two pages shifts them.
 * Errors: GraphError as listingPlan and messageWriter; 400 for `$top` outside 1…1000.
 */
export function listMessages(mail: MailCall, folder: Folder | null): Answer {
  const { options, mailbox } = mail;
  if (options.search !== undefined) return searchMessages(mail, options.search, folder);
  const top = checkedTop(options.top);
  const plan = planOf(mail, folder);
  const write = messageWriter(mail, options);
  const walk = walkPage(mailbox, plan, { skip: options.skip, size: pageSize(mail, top, defaultPage) });
  const place =
    folder === null ? 'messages' : `mailFolders('${encodeURIComponent(mail.segments[3] ?? folder.id)}')/messages`;
  return pageAnswer(
    {
      context: contextUrl(mail, `${userSet(mail)}/${place}`),
      count: options.count ? countOf(mailbox, plan) : undefined,
      nextLink: walk.more ? linkWith(selfUrl(mail), options, { $skip: String(walk.walked) }) : undefined,
      value: walk.messages.map(write),
    },
    mail.prefer.bodyType === undefined
      ? {}
      : { 'Preference-Applied': `outlook.body-content-type="${mail.prefer.bodyType}"` },
  );
}

/** `messages/$count`: a number as text. Errors: as listMessages. */
export function countMessages(mail: MailCall, folder: Folder | null): Answer {
  const plan = planOf(mail, folder);
  return textAnswer(200, String(countOf(mail.mailbox, plan)), { 'Content-Type': 'text/plain' });
}

function planOf(mail: MailCall, folder: Folder | null): ListingPlan {
  const { options, access } = mail;
  if (access === 'basic' && /\bbody/i.test(options.filter ?? '')) throw accessDenied();
  const plan = listingPlan(folder?.id ?? null, options.filter, options.orderBy);
  const isShown = folder === null ? shownMailboxWide(mail) : undefined;
  if (isShown === undefined) return plan;
  const { test } = plan;
  return { ...plan, test: test === undefined ? isShown : (message) => isShown(message) && test(message) };
}

interface Window {
  readonly skip: number;
  readonly size: number;
}

interface Walk {
  readonly messages: readonly Message[];
  /** Items passed in the order, found or not: where the next page starts. */
  readonly walked: number;
  readonly more: boolean;
}

function walkPage(mailbox: Mailbox, plan: ListingPlan, { skip, size }: Window): Walk {
  if (plan.sort !== undefined) return sortedPage(mailbox, plan, { skip, size });
  if (plan.test === undefined) {
    const messages = mailbox.list(plan.range, skip, size + 1);
    return {
      messages: messages.slice(0, size),
      walked: skip + Math.min(size, messages.length),
      more: messages.length > size,
    };
  }
  const found: Message[] = [];
  let walked = skip;
  for (;;) {
    const part = mailbox.list(plan.range, walked, stride);
    for (const message of part) {
      if (found.length === size) return { messages: found, walked, more: true };
      walked += 1;
      if (plan.test(message)) found.push(message);
    }
    if (part.length < stride) return { messages: found, walked, more: false };
  }
}

function sortedPage(mailbox: Mailbox, plan: ListingPlan, { skip, size }: Window): Walk {
  if (mailbox.count(plan.range) > sortLimit) throw inefficientFilter();
  const all = mailbox
    .list(plan.range, 0, sortLimit)
    .filter((message) => plan.test?.(message) ?? true)
    .toSorted(plan.sort);
  const messages = all.slice(skip, skip + size);
  return { messages, walked: skip + messages.length, more: skip + size < all.length };
}

function countOf(mailbox: Mailbox, plan: ListingPlan): number {
  if (plan.test === undefined) return mailbox.count(plan.range);
  let found = 0;
  for (let walked = 0; ; walked += stride) {
    const part = mailbox.list(plan.range, walked, stride);
    found += part.filter(plan.test).length;
    if (part.length < stride) return found;
  }
}
