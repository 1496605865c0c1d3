import type { Mailbox, Message, Recipient } from '../../model/contract.ts';
import { badRequest } from '../protocol/graph-error.ts';
import type { Search, SearchTerm } from './parse-search.ts';
import { spanOf, type Span } from './search-dates.ts';
import type { SearchOperator } from './search-words.ts';

export type MessageTest = (message: Message) => boolean;

export interface SearchPlace {
  readonly mailbox: Mailbox;
  readonly now: number;
}

type TextsOf = (message: Message, mailbox: Mailbox) => readonly string[];

const people = (all: readonly (Recipient | null)[]): readonly string[] =>
  all.flatMap((one) => (one === null ? [] : [`${one.name} ${one.address}`]));
const recipients = (message: Message): readonly string[] => people([...message.to, ...message.cc, ...message.bcc]);

/** Properties that are searched word by word. */
const texts: ReadonlyMap<string, TextsOf> = new Map<string, TextsOf>([
  ['subject', (message) => [message.subject]],
  ['from', (message) => people([message.from])],
  ['to', (message) => people(message.to)],
  ['cc', (message) => people(message.cc)],
  ['bcc', (message) => people(message.bcc)],
  ['recipients', recipients],
  ['participants', (message) => [...people([message.from]), ...recipients(message)]],
  ['body', (message, mailbox) => [plain(mailbox, message)]],
  ['attachment', (message, mailbox) => mailbox.attachments(message).map(({ name }) => name)],
]);

const times: ReadonlyMap<string, (message: Message) => number> = new Map([
  ['received', (message: Message) => message.receivedDateTime],
  ['sent', (message: Message) => message.sentDateTime],
]);

/** Free text is asked of these. */
const byDefault = ['from', 'subject', 'body'];

/**
 * A test of messages that a `$search` describes. Words are compared without regard to case, whole, or by their
 * beginning with `*`; the words of a value follow each other.
 * Errors: GraphError 400 for a date, size or truth value that is none. A property that mail does not have is text.
 */
export function searchTest(search: Search, place: SearchPlace): MessageTest {
  switch (search.kind) {
    case 'and': {
      const tests = search.parts.map((part) => searchTest(part, place));
      return (message) => tests.every((test) => test(message));
    }
    case 'or': {
      const tests = search.parts.map((part) => searchTest(part, place));
      return (message) => tests.some((test) => test(message));
    }
    case 'not': {
      const test = searchTest(search.part, place);
      return (message) => !test(message);
    }
    case 'term':
      return termTest(search, place);
  }
}

/** What received times a search can match at all, as far as its outermost terms say. */
export function receivedBounds(search: Search, now: number): { from: number | null; to: number | null } {
  const parts = search.kind === 'and' ? search.parts : [search];
  const bounds = parts.flatMap((part) =>
    part.kind === 'term' && part.property === 'received' ? [interval(part.operator, rangeOf(part, now))] : [],
  );
  const from = Math.max(...bounds.map((bound) => bound?.from ?? -Infinity));
  const to = Math.min(...bounds.map((bound) => bound?.to ?? Infinity));
  return { from: Number.isFinite(from) ? from : null, to: Number.isFinite(to) ? to : null };
}

function termTest(term: SearchTerm, place: SearchPlace): MessageTest {
  const { property, operator, value } = term;
  const time = times.get(property ?? '');
  if (time !== undefined) {
    const span = rangeOf(term, place.now);
    const wanted = interval(operator, span);
    if (wanted === null) return (message) => time(message) < span.from || time(message) >= span.to;
    return (message) => time(message) >= wanted.from && time(message) < wanted.to;
  }
  switch (property) {
    case 'hasattachments':
    case 'hasattachment': {
      if (!/^(?:true|false|yes|no|1|0)$/i.test(value)) throw badValue(term);
      const wanted = /^(?:true|yes|1)$/i.test(value);
      return (message) => message.hasAttachments === wanted;
    }
    case 'importance':
      return (message) => (message.importance === value.toLowerCase()) !== (operator === '<>');
    case 'kind':
      return (message) => kindOf(message) === value.toLowerCase();
    case 'size':
      return sizeTest(term);
    default:
      return textTest(term, place);
  }
}

const kindOf = (message: Message): string => (message.kind === 'message' ? 'email' : 'meetings');

function textTest({ property, value }: SearchTerm, { mailbox }: SearchPlace): MessageTest {
  const known = property === null ? undefined : texts.get(property);
  const sources = known === undefined ? byDefault.flatMap((name) => texts.get(name) ?? []) : [known];
  const wanted = tokens(known === undefined && property !== null ? `${property} ${value}` : value);
  const isPrefix = value.endsWith('*');
  if (wanted.length === 0) return () => false;
  return (message) => sources.some((read) => read(message, mailbox).some((text) => holds(text, wanted, isPrefix)));
}

function tokens(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

function holds(text: string, wanted: readonly string[], isPrefix: boolean): boolean {
  const found = tokens(text);
  const last = wanted.length - 1;
  return found.some((_, at) =>
    wanted.every((word, index) => {
      const here = found[at + index];
      return index === last && isPrefix ? here?.startsWith(word) === true : here === word;
    }),
  );
}

function plain(mailbox: Mailbox, message: Message): string {
  const { contentType, content } = mailbox.body(message);
  return contentType === 'text' ? content : content.replaceAll(/<(style|script)\b[\s\S]*?<\/\1>|<[^>]*>/gi, ' ');
}

/** `a..b` from the start of the first to the end of the last. */
function rangeOf(term: SearchTerm, now: number): Span {
  const [first = '', last = first] = term.value.split('..');
  const from = spanOf(first, now);
  const to = spanOf(last, now);
  if (from === undefined || to === undefined) throw badValue(term);
  return { from: from.from, to: to.to };
}

/** What a comparison with a span leaves; null for `<>`, which leaves two pieces. */
function interval(operator: SearchOperator, { from, to }: Span): Span | null {
  switch (operator) {
    case ':':
    case '=':
      return { from, to };
    case '<':
      return { from: -Infinity, to: from };
    case '<=':
      return { from: -Infinity, to };
    case '>':
      return { from: to, to: Infinity };
    case '>=':
      return { from, to: Infinity };
    case '<>':
      return null;
  }
}

function sizeTest(term: SearchTerm): MessageTest {
  const [first = '', last = first] = term.value.split('..');
  if (!/^\d+$/.test(first) || !/^\d+$/.test(last)) throw badValue(term);
  const span = { from: Number(first), to: Number(last) + 1 };
  const wanted = interval(term.operator, span);
  if (wanted === null) return ({ size }) => size < span.from || size >= span.to;
  return ({ size }) => size >= wanted.from && size < wanted.to;
}

const badValue = ({ property, value }: SearchTerm): Error =>
  badRequest(`The value '${value}' is not valid for the property '${property ?? ''}'.`);
