import { capabilities, capabilityNames, type Capability } from '../../src/microsoft/capabilities/capability.ts';
import {
  delegatedPermissions,
  type DelegatedPermission,
} from '../../src/microsoft/capabilities/delegated-permission.ts';
import { permissions, resources, type Permission } from '../../src/microsoft/capabilities/permission.ts';
import { pageText, table, type Page } from './page.ts';

/** docs/reference/permissions.md: what each capability asks for and why, and what each permission allows. */
export function permissionsPage(): Page {
  const text = pageText('Permissions', [
    'A connection is given capabilities; the permissions follow from them. An application by itself is given application permissions, which an administrator consents to; a person who signs in is asked for delegated ones, and besides for openid, profile, email and offline_access.',
    '## Capabilities',
    ...capabilityNames.map((name) => describeCapability(capabilities[name])),
    '## Application permissions',
    ...Object.values(permissions).map(describePermission),
    '## Delegated permissions',
    ...Object.values(delegatedPermissions).map(describeDelegated),
  ]);
  return { name: 'permissions.md', text };
}

function describeCapability(capability: Capability): string {
  const needs = [
    ...capability.needs.map(({ permission, reason }) => [link(permission), 'application', reason]),
    ...capability.delegated.map(({ permission, reason }) => [link(`${permission} (delegated)`), 'delegated', reason]),
  ];
  return [
    `### ${capability.name}`,
    capability.purpose,
    table(['permission', 'type', 'why'], needs),
    [`Plan: ${capability.plan}`, ...exchangeLines(capability)].join('\n\n'),
  ].join('\n\n');
}

function exchangeLines({ exchange, delegatedExchange }: Capability): readonly string[] {
  return [
    ...(exchange === null ? [] : [`Exchange, for an application: ${exchange}`]),
    ...(delegatedExchange === null ? [] : [`Exchange, for a person: ${delegatedExchange}`]),
  ];
}

function describeDelegated(permission: DelegatedPermission): string {
  const rows = [
    ['resource', resources.graph.displayName],
    ['scope', `\`${permission.scopeId}\``],
    ['allows', permission.allows],
    [
      'consent',
      permission.adminConsent ? 'an administrator' : 'the person, unless the tenant asks for an administrator',
    ],
    ['without it', permission.withoutIt],
    ['covered by', permission.coveredBy.length === 0 ? 'nothing else' : permission.coveredBy.join(', ')],
  ];
  return [`### ${permission.name} (delegated)`, table(['', ''], rows)].join('\n\n');
}

function describePermission(permission: Permission): string {
  const rows = [
    ['resource', resources[permission.resource].displayName],
    ['app role', `\`${permission.roleId}\``],
    ['allows', permission.allows],
    ['without it', permission.withoutIt],
    ['covered by', permission.coveredBy.length === 0 ? 'nothing else' : permission.coveredBy.join(', ')],
  ];
  return [`### ${permission.name}`, table(['', ''], rows)].join('\n\n');
}

const link = (heading: string): string => `[${heading.replace(' (delegated)', '')}](#${anchor(heading)})`;

/** The anchor that renderers give to a heading. */
function anchor(heading: string): string {
  return heading.toLowerCase().replace(/[.()]/g, '').replaceAll(' ', '-');
}
