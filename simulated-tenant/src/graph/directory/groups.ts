import { jsonAnswer, type Answer } from '../../http/answer.ts';
import type { Tenant } from '../../model/contract.ts';
import { requireRole } from '../access.ts';
import { predicateOf, type FilterProperty } from '../filter/evaluate.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { badRequest, resourceNotFound, unknownProperty } from '../protocol/graph-error.ts';
import { contextUrl, type GraphCall } from '../protocol/graph-call.ts';
import { directoryPage, resourceUnits } from './directory-page.ts';
import { userProperties } from './user-properties.ts';

type Group = Tenant['groups'][number];

const readers = [
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

const properties: ReadonlyMap<string, (group: Group) => unknown> = new Map<string, (group: Group) => unknown>([
  ['id', ({ id }) => id],
  ['createdDateTime', () => '2024-02-01T08:00:00Z'],
  ['description', () => null],
  ['displayName', ({ displayName }) => displayName],
  ['groupTypes', () => []],
  ['mail', ({ mail }) => mail],
  ['mailEnabled', ({ mail }) => mail !== null],
  ['mailNickname', ({ mail, id }) => mail?.split('@')[0] ?? id.slice(0, 8)],
  ['proxyAddresses', ({ mail }) => (mail === null ? [] : [`SMTP:${mail}`])],
  ['securityEnabled', ({ mail }) => mail === null],
  ['visibility', () => null],
]);

const filterable = new Map<string, FilterProperty<Group>>([
  ['id', { type: 'string', read: ({ id }) => id }],
  ['displayname', { type: 'string', read: ({ displayName }) => displayName }],
  ['mail', { type: 'string', read: ({ mail }) => mail }],
  ['mailenabled', { type: 'boolean', read: ({ mail }) => mail !== null }],
  ['securityenabled', { type: 'boolean', read: ({ mail }) => mail === null }],
]);

/** Errors: GraphError 403 without a group permission, 400 for unsupported queries. */
export function listGroups(graph: GraphCall): Answer {
  requireRole(graph.caller, readers);
  const { filter } = graph.options;
  const refuse = (name: string): Error =>
    badRequest(
      `Unsupported or invalid query filter clause specified for property '${name}' of resource 'Group'.`,
      'Request_UnsupportedQuery',
    );
  const test =
    filter === undefined
      ? undefined
      : predicateOf(parseFilter(filter), { type: 'group', properties: filterable, refuse });
  const groups = graph.simulation.tenant.groups.filter((group) => test?.(group) ?? true);
  return directoryPage(graph, {
    set: 'groups',
    items: groups,
    write: groupWriter(graph.options.select),
    resourceUnit: 1,
    count: graph.options.count,
  });
}

/** Errors: GraphError 404 Request_ResourceNotFound. */
export function getGroup(graph: GraphCall, id: string): Answer {
  requireRole(graph.caller, readers);
  return jsonAnswer(
    200,
    { '@odata.context': contextUrl(graph, 'groups/$entity'), ...groupWriter(graph.options.select)(groupOf(graph, id)) },
    resourceUnits(graph, 1),
  );
}

/** Members with their type: people and groups. Errors: as getGroup. */
export function listGroupMembers(graph: GraphCall, id: string): Answer {
  requireRole(graph.caller, readers);
  const { tenant } = graph.simulation;
  const { select } = graph.options;
  const members = groupOf(graph, id).memberIds.flatMap((member): Record<string, unknown>[] => {
    const person = tenant.person(member);
    if (person !== undefined)
      return [
        {
          '@odata.type': '#microsoft.graph.user',
          ...chosen(
            userProperties,
            person,
            select ?? ['id', 'displayName', 'givenName', 'surname', 'mail', 'userPrincipalName'],
          ),
        },
      ];
    const group = tenant.groups.find((candidate) => candidate.id === member);
    return group === undefined
      ? []
      : [
          {
            '@odata.type': '#microsoft.graph.group',
            ...chosen(properties, group, select ?? ['id', 'displayName', 'mail']),
          },
        ];
  });
  return directoryPage(graph, {
    set: 'directoryObjects',
    items: members,
    write: (member) => member,
    resourceUnit: 3,
    count: graph.options.count,
  });
}

function groupOf({ simulation }: GraphCall, id: string): Group {
  const group = simulation.tenant.groups.find((candidate) => candidate.id.toLowerCase() === id.toLowerCase());
  if (group === undefined) throw resourceNotFound(id);
  return group;
}

function groupWriter(select: readonly string[] | undefined): (group: Group) => Record<string, unknown> {
  for (const name of select ?? []) if (!properties.has(name)) throw unknownProperty(name, 'group');
  return (group) => chosen(properties, group, select ?? [...properties.keys()]);
}

function chosen<Item>(
  known: ReadonlyMap<string, (item: Item) => unknown>,
  item: Item,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => (known.has(name) ? [[name, known.get(name)?.(item) ?? null] as const] : [])),
  );
}
