import { jsonAnswer, textAnswer, type Answer } from '../../http/answer.ts';
import type { Person } from '../../model/contract.ts';
import { requireRole } from '../access.ts';
import { predicateOf } from '../filter/evaluate.ts';
import { parseOrderBy } from '../filter/order.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import type { Filter } from '../filter/syntax.ts';
import { badRequest, requestDenied, resourceNotFound, unknownProperty } from '../protocol/graph-error.ts';
import { contextUrl, type GraphCall } from '../protocol/graph-call.ts';
import { directoryPage, needsEventual, resourceUnits } from './directory-page.ts';
import { basicUserProperties, defaultUserProperties, userFilterSchema, userProperties } from './user-properties.ts';

const readers = [
  'User.ReadBasic.All',
  'User.Read.All',
  'User.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const fullReaders = readers.slice(1);

/** `GET /users`. Errors: GraphError 403 without a directory permission, 400 for unsupported queries. */
export function listUsers(graph: GraphCall): Answer {
  requireRole(graph.caller, readers);
  const { options } = graph;
  const write = userWriter(graph);
  const people = chosen(graph);
  return directoryPage(graph, { set: 'users', items: people, write, resourceUnit: 2, count: options.count });
}

/** `GET /users/$count`. */
export function countUsers(graph: GraphCall): Answer {
  requireRole(graph.caller, readers);
  if (graph.call.header('consistencylevel')?.toLowerCase() !== 'eventual')
    throw needsEventual('$count is not currently supported.');
  return textAnswer(200, String(chosen(graph).length), { 'Content-Type': 'text/plain' });
}

/** `GET /users/{id or address}`. Errors: GraphError 404 Request_ResourceNotFound, 403. */
export function getUser(graph: GraphCall, name: string): Answer {
  if (!isOwn(graph, name)) requireRole(graph.caller, readers);
  const person = personOf(graph, name);
  return jsonAnswer(
    200,
    { '@odata.context': contextUrl(graph, 'users/$entity'), ...userWriter(graph, isOwn(graph, name))(person) },
    resourceUnits(graph, 1),
  );
}

/** User.Read shows a person the whole of their own profile. */
function isOwn({ caller, simulation }: GraphCall, name: string): boolean {
  return (
    caller.person !== null && caller.roles.has('User.Read') && simulation.tenant.person(name)?.id === caller.person.id
  );
}

/** Errors: GraphError 404 Request_ResourceNotFound; held mailboxes have no directory object any more. */
export function personOf({ simulation }: GraphCall, name: string): Person {
  const person = simulation.tenant.person(name);
  if (person === undefined || !isListed(person)) throw resourceNotFound(name);
  return person;
}

const isListed = (person: Person): boolean => person.mailboxState !== 'inactive';

/** Errors: GraphError 400 for unknown properties, 403 for what User.ReadBasic.All keeps back. */
export function userWriter({ options, caller }: GraphCall, own = false): (person: Person) => Record<string, unknown> {
  if (options.expand !== undefined) throw badRequest(`Query option '$expand=${options.expand}' is not supported.`);
  const names = options.select?.map((asked) => {
    const known = [...userProperties.keys()].find((name) => name.toLowerCase() === asked.toLowerCase());
    if (known === undefined) throw unknownProperty(asked, 'user');
    return known;
  });
  const all = own || fullReaders.some((role) => caller.roles.has(role));
  if (!all && names?.some((name) => !basicUserProperties.has(name)) === true) throw requestDenied();
  const wanted = names ?? defaultUserProperties;
  return (person) =>
    Object.fromEntries(
      wanted.map((name) => [
        name,
        all || basicUserProperties.has(name) ? (userProperties.get(name)?.(person) ?? null) : null,
      ]),
    );
}

function chosen(graph: GraphCall): readonly Person[] {
  const { options, simulation, call } = graph;
  const eventual = call.header('consistencylevel')?.toLowerCase() === 'eventual';
  const people = simulation.tenant.people.filter(isListed);
  if (options.search !== undefined) {
    if (!eventual)
      throw needsEventual(
        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
      );
    return people.filter(searchTest(options.search));
  }
  if (options.count && !eventual) throw needsEventual('$count is not currently supported.');
  const filter = options.filter === undefined ? undefined : parseFilter(options.filter);
  if (filter !== undefined && isAdvanced(filter) && !(eventual && options.count))
    throw needsEventual(`Unsupported Query.`);
  if (filter !== undefined && options.orderBy !== undefined && !(eventual && options.count))
    throw needsEventual('Sorting not supported for current query.');
  const found = filter === undefined ? people : people.filter(predicateOf(filter, userFilterSchema));
  return options.orderBy === undefined ? found : sorted(found, options.orderBy);
}

/** Operators that only the advanced query engine knows. */
function isAdvanced(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return isAdvanced(filter.left) || isAdvanced(filter.right);
    case 'not':
      return true;
    case 'compare':
      return filter.operator === 'ne' || filter.property.endsWith('/$count');
    case 'text':
      return filter.name === 'endswith';
    case 'in':
    case 'any':
      return false;
  }
}

function sorted(people: readonly Person[], orderBy: string): readonly Person[] {
  const [key] = parseOrderBy(orderBy);
  if (key === undefined) return people;
  const read = userProperties.get(key.property);
  if (read === undefined || !['displayName', 'userPrincipalName', 'mail', 'id'].includes(key.property))
    throw needsEventual('Sorting not supported for current query.');
  const text = (person: Person): string => String(read(person) ?? '').toLowerCase();
  const order = people.toSorted((left, right) => (text(left) < text(right) ? -1 : text(left) > text(right) ? 1 : 0));
  return key.direction === 'asc' ? order : order.toReversed();
}

/** `"displayName:xx"`, joined by OR or AND. Errors: GraphError 400 for anything else. */
function searchTest(search: string): (person: Person) => boolean {
  const clauses = [...search.matchAll(/"(displayName|mail|userPrincipalName|givenName|surname):([^"]*)"/gi)];
  if (clauses.length === 0)
    throw badRequest(`Syntax error: character '${search[0] ?? ''}' is not valid at position 0 in '${search}'.`);
  const tests = clauses.map(([, name = '', text = '']) => {
    const property =
      [...userProperties.keys()].find((known) => known.toLowerCase() === name.toLowerCase()) ?? 'displayName';
    return (person: Person): boolean =>
      String(userProperties.get(property)?.(person) ?? '')
        .toLowerCase()
        .includes(text.toLowerCase());
  });
  return /"\s+OR\s+"/.test(search)
    ? (person) => tests.some((test) => test(person))
    : (person) => tests.every((test) => test(person));
}
