import type { ListingRange, Message } from '../../model/contract.ts';
import { badRequest, inefficientFilter } from '../protocol/graph-error.ts';
import { predicateOf, type FilterProperty, type FilterSchema } from '../filter/evaluate.ts';
import { parseOrderBy, type SortKey } from '../filter/order.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { conjuncts, filterProperties, type Filter } from '../filter/syntax.ts';
import { messageProperties, selectedOnly } from './message-properties.ts';

/** What a listing of messages has to do: a range the mailbox knows, a test for what is left, an order. */
export interface ListingPlan {
  readonly range: ListingRange;
  readonly test: ((message: Message) => boolean) | undefined;
  /** Set when the order is none the mailbox keeps. */
  readonly sort: ((left: Message, right: Message) => number) | undefined;
}

type RangeKey = ListingRange['orderBy'];

const entry = (
  type: FilterProperty<Message>['type'],
  read: (message: Message) => unknown,
): FilterProperty<Message> => ({ type, read });

/** Exchange lists Unicode text without regard to case. */
const properties: ReadonlyMap<string, FilterProperty<Message>> = new Map([
  ['receiveddatetime', entry('time', (message) => message.receivedDateTime)],
  ['sentdatetime', entry('time', (message) => message.sentDateTime)],
  ['lastmodifieddatetime', entry('time', (message) => message.lastModifiedDateTime)],
  ['createddatetime', entry('time', (message) => message.createdDateTime)],
  ['isdraft', entry('boolean', (message) => message.isDraft)],
  ['isread', entry('boolean', (message) => message.isRead)],
  ['hasattachments', entry('boolean', (message) => message.hasAttachments)],
  ['internetmessageid', entry('string', (message) => message.internetMessageId)],
  ['subject', entry('string', (message) => message.subject)],
  ['importance', entry('string', (message) => message.importance)],
  ['conversationid', entry('string', (message) => message.conversationId)],
  ['from/emailaddress/address', entry('string', (message) => message.from?.address)],
  ['sender/emailaddress/address', entry('string', (message) => message.sender?.address)],
  ['categories', entry('strings', (message) => message.categories)],
]);

const known = new Set([...messageProperties.keys(), ...selectedOnly.keys()].map((name) => name.toLowerCase()));

const schema: FilterSchema<Message> = {
  type: 'message',
  properties,
  refuse: (property) => {
    const [head = property] = property.split('/');
    if (!known.has(head.toLowerCase()))
      return badRequest(
        `Invalid filter clause: Could not find a property named '${head}' on type 'microsoft.graph.message'.`,
      );
    return badRequest(`The property '${property}' does not support filtering.`, 'ErrorInvalidProperty');
  },
};

/**
 * Judges `$filter` and `$orderby` of a message listing together.
 * Errors: GraphError 400: BadRequest (syntax, unknown property), ErrorInvalidProperty, ErrorInvalidUrlQueryFilter
 * (`not`, `in`, endswith), InefficientFilter (an order whose properties do not lead the filter).
 */
export function listingPlan(
  folderId: string | null,
  filterText: string | undefined,
  orderText: string | undefined,
): ListingPlan {
  const filter = filterText === undefined ? undefined : parseFilter(filterText);
  if (filter !== undefined) refuseForeignNodes(filter);
  const order = orderText === undefined ? [] : parseOrderBy(orderText);
  for (const { property } of order)
    if (!properties.has(property.toLowerCase()) || property.toLowerCase() === 'categories')
      throw orderRefusal(property);
  if (filter !== undefined) requireLeading(order, filterProperties(filter));
  const whole = filter === undefined ? undefined : predicateOf(filter, schema);
  const [first, ...more] = order;
  const key = rangeKey(first, filter);
  if (key === undefined || more.length > 0) {
    return {
      range: { folderId, orderBy: 'receivedDateTime', direction: 'desc', from: null, to: null },
      test: whole,
      sort: sorter(order),
    };
  }
  const { from, to, rest } = bounds(filter, key);
  const test = rest.length === 0 ? undefined : all(rest.map((part) => predicateOf(part, schema)));
  return { range: { folderId, orderBy: key, direction: first?.direction ?? 'desc', from, to }, test, sort: undefined };
}

/** Each ordered property must be in the filter, in the same order, before any other. */
function requireLeading(order: readonly SortKey[], filtered: readonly string[]): void {
  const lead = filtered.slice(0, order.length).map((property) => property.toLowerCase());
  if (order.some(({ property }, index) => lead[index] !== property.toLowerCase())) throw inefficientFilter();
}

function refuseForeignNodes(filter: Filter): void {
  switch (filter.kind) {
    case 'and':
    case 'or':
      refuseForeignNodes(filter.left);
      refuseForeignNodes(filter.right);
      return;
    case 'not':
    case 'in':
      throw foreignNode();
    case 'text':
      if (filter.name === 'endswith') throw foreignNode();
      return;
    case 'compare':
    case 'any':
      return;
  }
}

const foreignNode = (): Error =>
  badRequest('The query filter contains one or more invalid nodes.', 'ErrorInvalidUrlQueryFilter');

function orderRefusal(property: string): Error {
  if (!known.has((property.split('/')[0] ?? property).toLowerCase()))
    return badRequest(`Could not find a property named '${property}' on type 'microsoft.graph.message'.`);
  return badRequest(`The property '${property}' does not support ordering.`, 'ErrorInvalidProperty');
}

function rangeKey(first: SortKey | undefined, filter: Filter | undefined): RangeKey | undefined {
  const name = first?.property ?? (filter === undefined ? 'receivedDateTime' : filterProperties(filter)[0]);
  if (name?.toLowerCase() === 'lastmodifieddatetime') return 'lastModifiedDateTime';
  return first === undefined || name?.toLowerCase() === 'receiveddatetime' ? 'receivedDateTime' : undefined;
}

interface Bounds {
  readonly from: number | null;
  readonly to: number | null;
  readonly rest: readonly Filter[];
}

/** Takes the bounds on one time out of a filter; the rest is to be tested item by item. */
function bounds(filter: Filter | undefined, key: RangeKey): Bounds {
  let from: number | null = null;
  let to: number | null = null;
  const rest: Filter[] = [];
  for (const part of filter === undefined ? [] : conjuncts(filter)) {
    if (
      part.kind !== 'compare' ||
      part.value.type !== 'time' ||
      part.property.toLowerCase() !== key.toLowerCase() ||
      part.operator === 'ne'
    ) {
      rest.push(part);
      continue;
    }
    const { operator, value } = part;
    if (operator === 'ge' || operator === 'gt' || operator === 'eq')
      from = Math.max(from ?? Number.NEGATIVE_INFINITY, operator === 'gt' ? value.value + 1 : value.value);
    if (operator === 'lt' || operator === 'le' || operator === 'eq')
      to = Math.min(to ?? Number.POSITIVE_INFINITY, operator === 'lt' ? value.value : value.value + 1);
  }
  return { from, to, rest };
}

function all(tests: readonly ((message: Message) => boolean)[]): (message: Message) => boolean {
  return (message) => tests.every((test) => test(message));
}

function sorter(order: readonly SortKey[]): (left: Message, right: Message) => number {
  return (left, right) => {
    for (const { property, direction } of order) {
      const read = properties.get(property.toLowerCase())?.read ?? (() => undefined);
      const difference = compare(read(left), read(right));
      if (difference !== 0) return direction === 'asc' ? difference : -difference;
    }
    return 0;
  };
}

function compare(left: unknown, right: unknown): number {
  if (typeof left === 'string' && typeof right === 'string')
    return left.toLowerCase() < right.toLowerCase() ? -1 : left.toLowerCase() > right.toLowerCase() ? 1 : 0;
  return Number(left ?? 0) - Number(right ?? 0);
}
