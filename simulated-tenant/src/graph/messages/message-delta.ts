import type { Answer } from '../../http/answer.ts';
import type { Folder, FolderChange, ListingRange, Message } from '../../model/contract.ts';
import { badRequest, syncStateNotFound } from '../protocol/graph-error.ts';
import { contextUrl, pageAnswer } from '../protocol/graph-call.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { opaqueToken, readToken } from '../protocol/opaque-token.ts';
import { pageSize, userSet, type MailCall } from '../mail/mail-call.ts';
import { messageWriter, type MessageWriter } from './message-json.ts';

type ChangeType = 'created' | 'updated' | 'deleted';

/** What the first request of a round fixes for all that follow. */
interface RoundTerms {
  readonly folder: string;
  readonly select: readonly string[] | undefined;
  readonly expand: string | undefined;
  /** Inclusive lower bound of receivedDateTime from the filter. */
  readonly from: number | null;
  readonly changeType: ChangeType | undefined;
  readonly top: number | undefined;
}

/** Where a link goes on. */
type Step =
  /** The first walk, newest first: after message `last` of the instant `at`; `given` so far. */
  | {
      readonly step: 'walk';
      readonly since: number;
      readonly at: number | null;
      readonly last: string | null;
      readonly given: number;
    }
  /** Changes of one round, held in the store under `key`. */
  | { readonly step: 'changes'; readonly key: string; readonly offset: number; readonly until: number }
  /** The next round. */
  | { readonly step: 'delta'; readonly since: number };

interface Held {
  readonly folder: string;
  readonly changes: readonly FolderChange[];
}

const filteredCap = 5000;
const changeTypes: ReadonlySet<string> = new Set(['created', 'updated', 'deleted']);

/**
 * `mailFolders/{id}/messages/delta`: one folder, opaque absolute links, page size by `Prefer: odata.maxpagesize`.
 * The walk goes by key, so nothing that stays in the folder is missed while others move; what changed meanwhile follows.
 * Errors: GraphError 400 for options delta does not take, 410 SyncStateNotFound for tokens of elsewhere or too old.
 */
export function messageDelta(mail: MailCall, folder: Folder): Answer {
  const { options } = mail;
  const token = options.skipToken ?? (options.deltaToken === '' ? undefined : options.deltaToken);
  if (token === undefined) {
    const terms = firstTerms(mail, folder);
    return walkPage(mail, terms, {
      step: 'walk',
      since: mail.mailbox.generation(folder.id),
      at: null,
      last: null,
      given: 0,
    });
  }
  const { terms, step } = heldStep(mail, folder, token);
  switch (step.step) {
    case 'walk':
      return walkPage(mail, terms, step);
    case 'changes':
      return changesPage(mail, terms, step);
    case 'delta':
      return firstChangesPage(mail, terms, step.since);
  }
}

function firstTerms(mail: MailCall, folder: Folder): RoundTerms {
  const { options } = mail;
  if (options.search !== undefined)
    throw badRequest(
      "The following parameters are not supported with change tracking over the 'Messages' resource: '$search'.",
      'ErrorInvalidUrlQuery',
    );
  if (options.orderBy !== undefined && !/^\s*receivedDateTime\s+desc\s*$/i.test(options.orderBy)) {
    throw badRequest(
      "The only supported $orderby with change tracking is 'receivedDateTime desc'.",
      'ErrorInvalidUrlQuery',
    );
  }
  const changeType = options.custom.get('changetype');
  if (changeType !== undefined && !changeTypes.has(changeType))
    throw badRequest(`Invalid value '${changeType}' for changeType.`, 'ErrorInvalidUrlQuery');
  return {
    folder: folder.id,
    select: options.select,
    expand: options.expand,
    from: options.filter === undefined ? null : lowerBound(options.filter),
    changeType: changeType as ChangeType | undefined,
    top: options.top,
  };
}

/** Errors: GraphError 400 unless the filter is `receivedDateTime ge|gt {time}`. */
function lowerBound(text: string): number {
  const filter = parseFilter(text);
  if (
    filter.kind === 'compare' &&
    filter.property.toLowerCase() === 'receiveddatetime' &&
    filter.value.type === 'time'
  ) {
    if (filter.operator === 'ge') return filter.value.value;
    if (filter.operator === 'gt') return filter.value.value + 1;
  }
  throw badRequest(
    "The only supported $filter with change tracking is 'receivedDateTime ge {value}' or 'receivedDateTime gt {value}'.",
    'ErrorInvalidUrlQueryFilter',
  );
}

function walkPage(mail: MailCall, terms: RoundTerms, step: Extract<Step, { step: 'walk' }>): Answer {
  const { mailbox, simulation } = mail;
  const write = messageWriter(mail, terms);
  const cap = Math.min(
    terms.from === null ? Number.POSITIVE_INFINITY : filteredCap,
    (simulation.switches.deltaTopIsTotal ? terms.top : undefined) ?? Number.POSITIVE_INFINITY,
  );
  const size = Math.min(wantedSize(mail), cap - step.given);
  const range: ListingRange = {
    folderId: terms.folder,
    orderBy: 'receivedDateTime',
    direction: 'desc',
    from: terms.from,
    to: step.at === null ? null : step.at + 1,
  };
  const messages =
    terms.changeType === undefined || terms.changeType === 'created'
      ? mailbox.list(range, passed(mail, terms, step), size + 1)
      : [];
  const value = messages.slice(0, size);
  const given = step.given + value.length;
  const last = value.at(-1);
  if (messages.length > size && given < cap && last !== undefined) {
    return answer(mail, terms, {
      value: value.map((message) => typed(message, write)),
      next: { step: 'walk', since: step.since, at: last.receivedDateTime, last: last.id, given },
    });
  }
  const changed = mailbox.changes(terms.folder, step.since);
  if (changed === null) throw syncStateNotFound(step.since, mailbox.generation(terms.folder));
  if (changed.length > 0) {
    const key = simulation.rounds.put({ folder: terms.folder, changes: changed } satisfies Held);
    return answer(mail, terms, {
      value: value.map((message) => typed(message, write)),
      next: { step: 'changes', key, offset: 0, until: mailbox.generation(terms.folder) },
    });
  }
  return answer(mail, terms, {
    value: value.map((message) => typed(message, write)),
    delta: { step: 'delta', since: mailbox.generation(terms.folder) },
  });
}

/** How many messages of the range the walk has passed: those of the last instant, up to and with the last one given. */
function passed(
  mail: MailCall,
  terms: RoundTerms,
  { at, last }: { readonly at: number | null; readonly last: string | null },
): number {
  if (at === null) return 0;
  const instant: ListingRange = {
    folderId: terms.folder,
    orderBy: 'receivedDateTime',
    direction: 'desc',
    from: at,
    to: at + 1,
  };
  const index = mail.mailbox.list(instant, 0, mail.mailbox.count(instant)).findIndex(({ id }) => id === last);
  // When the last one has gone, the whole instant comes again: a duplicate is legal, a gap is not.
  return index + 1;
}

function firstChangesPage(mail: MailCall, terms: RoundTerms, since: number): Answer {
  const { mailbox, simulation } = mail;
  const changes = mailbox.changes(terms.folder, since);
  const highest = mailbox.generation(terms.folder);
  if (changes === null) throw syncStateNotFound(since, highest);
  const key = simulation.rounds.put({ folder: terms.folder, changes } satisfies Held);
  return changesPage(mail, terms, { step: 'changes', key, offset: 0, until: highest });
}

function changesPage(mail: MailCall, terms: RoundTerms, step: Extract<Step, { step: 'changes' }>): Answer {
  const held = mail.simulation.rounds.get(step.key) as Held | undefined;
  if (held === undefined || held.folder !== terms.folder)
    throw syncStateNotFound(step.until, mail.mailbox.generation(terms.folder));
  const write = messageWriter(mail, terms);
  const end = step.offset + wantedSize(mail);
  const value = held.changes.slice(step.offset, end).flatMap((change) => written(mail, terms, { change, write }));
  if (end < held.changes.length) return answer(mail, terms, { value, next: { ...step, offset: end } });
  return answer(mail, terms, { value, delta: { step: 'delta', since: step.until } });
}

function written(
  mail: MailCall,
  terms: RoundTerms,
  { change, write }: { readonly change: FolderChange; readonly write: MessageWriter },
): readonly unknown[] {
  switch (change.kind) {
    case 'removed': {
      if (terms.changeType !== undefined && terms.changeType !== 'deleted') return [];
      const id = mail.prefer.immutableIds ? change.id : ((change as { mutableId?: string }).mutableId ?? change.id);
      return [{ '@odata.type': '#microsoft.graph.message', id, '@removed': { reason: 'deleted' } }];
    }
    case 'upsert': {
      if (terms.from !== null && change.message.receivedDateTime < terms.from) return [];
      if (terms.changeType === 'deleted') return [];
      return [typed(change.message, write)];
    }
  }
}

/** Delta pages annotate plain messages too. */
function typed(message: Message, write: MessageWriter): Record<string, unknown> {
  return { '@odata.type': '#microsoft.graph.message', ...write(message) };
}

const wantedSize = (mail: MailCall): number =>
  pageSize(mail, mail.prefer.maxPageSize, mail.simulation.switches.deltaPageSize);

interface DeltaPage {
  readonly value: readonly unknown[];
  readonly next?: Step;
  readonly delta?: Step;
}

function answer(mail: MailCall, terms: RoundTerms, { value, next, delta }: DeltaPage): Answer {
  const base = `${mail.call.origin}/${mail.version}/users/${encodeURIComponent(mail.userKey)}/mailfolders('${encodeURIComponent(terms.folder)}')/messages/delta`;
  const link = (step: Step | undefined, name: string): string | undefined =>
    step === undefined ? undefined : `${base}?${name}=${opaqueToken({ ...step, terms })}`;
  return pageAnswer(
    {
      context: contextUrl(mail, `${userSet(mail)}/mailFolders('${encodeURIComponent(terms.folder)}')/messages`),
      nextLink: link(next, '$skiptoken'),
      deltaLink: link(delta, '$deltatoken'),
      value,
    },
    mail.prefer.maxPageSize === undefined
      ? {}
      : { 'Preference-Applied': `odata.maxpagesize=${String(mail.prefer.maxPageSize)}` },
  );
}

/** Errors: GraphError 410 for a token this folder did not give. */
function heldStep(mail: MailCall, folder: Folder, token: string): { readonly terms: RoundTerms; readonly step: Step } {
  const state = readToken(token) as (Step & { readonly terms: RoundTerms }) | undefined;
  if (state === undefined || state.terms.folder !== folder.id)
    throw syncStateNotFound(0, mail.mailbox.generation(folder.id));
  return { terms: state.terms, step: state };
}
