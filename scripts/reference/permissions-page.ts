import { capabilities, capabilityNames, type Capability } from '../../src/microsoft/capabilities/capability.ts';
import { permissions, resources, type Permission } from '../../src/microsoft/capabilities/permission.ts';
import { pageText, table, type Page } from './page.ts';

/** docs/reference/permissions.md: what each capability asks for and why, and what each permission allows. */
export function permissionsPage(): Page {
  const text = pageText('Permissions', [
    'A connection is given capabilities; the permissions follow from them. All are application permissions, which an administrator consents to.',
    '## Capabilities',
    ...capabilityNames.map((name) => describeCapability(capabilities[name])),
    '## Permissions',
    ...Object.values(permissions).map(describePermission),
  ]);
  return { name: 'permissions.md', text };
}

function describeCapability(capability: Capability): string {
  const needs = capability.needs.map(({ permission, reason }) => [`[${permission}](#${anchor(permission)})`, reason]);
  return [
    `### ${capability.name}`,
    capability.purpose,
    table(['permission', 'why'], needs),
    [`Plan: ${capability.plan}`, ...(capability.exchange === null ? [] : [`Exchange: ${capability.exchange}`])].join(
      '\n\n',
    ),
  ].join('\n\n');
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

/** The anchor that renderers give to a heading. */
function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll('.', '');
}
