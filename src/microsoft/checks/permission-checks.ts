import type { NeededPermission } from '../capabilities/capability.ts';
import { missingPermissions, neededPermissions } from '../capabilities/capability.ts';
import { excessPermissions, usedBeyondChoice } from '../capabilities/excess.ts';
import { resources } from '../capabilities/permission.ts';
import type { OpenConnection } from '../connections/connection.ts';
import type { CheckResult } from './check-result.ts';
import { check } from './check-result.ts';
import type { Grants } from './grants.ts';

/** Permissions that Exchange can also give by RBAC for Applications, where neither Entra nor the token shows them. */
const givenByExchange = new Set(['Mail.Read', 'MailboxSettings.Read']);
const readBasic = new Set(['Mail.ReadBasic', 'Mail.ReadBasic.All']);

/** What reading a message's bytes showed, for permissions that only the attempt can prove. `busy`: we kept away. */
export type BytesProof = 'read' | 'refused' | 'busy' | 'untried';

/** What each chosen capability still lacks. A permission that only Exchange may have given is judged by the attempt. */
export function checkEnough(open: OpenConnection, grants: Grants, bytes: BytesProof): CheckResult {
  const { capabilities, name } = open.connection;
  const begun = check(
    'permissions-enough',
    `Compared what was granted (read from the ${grants.source}) with what ${capabilities.join(', ')} need.`,
  );
  const names = new Set(grants.grants.map((grant) => grant.name));
  const missing = missingPermissions(capabilities, names);
  const proved = ({ permission }: NeededPermission): boolean => permission.name === 'Mail.Read' && bytes === 'read';
  const lacking = missing.filter((needed) => !proved(needed));
  if (missing.length === 0) return begun.pass({ cause: 'Everything the chosen capabilities need was granted.' });
  if (lacking.length === 0) {
    return begun.pass({
      cause: 'Mail.Read is not granted in Entra; Exchange lets the application read through RBAC for Applications.',
    });
  }
  const fix = [
    ...lacking.map(
      ({ permission, reasons }) =>
        `Grant ${permission.name} (application) for ${reasons.map(({ capability }) => capability).join(', ')}.`,
    ),
    ...(lacking.some(({ permission }) => givenByExchange.has(permission.name))
      ? ['Or, for chosen mailboxes only, assign the matching role of RBAC for Applications in Exchange.']
      : []),
    `\`chainmail connection setup ${name}\` prints the admin-consent link and the scripts.`,
  ];
  const cause = `${lacking.map(({ permission }) => permission.name).join(', ')} ${lacking.length === 1 ? 'is' : 'are'} missing.`;
  const isOpen = (needed: NeededPermission): boolean =>
    isLesser(needed) || (bytes === 'busy' && givenByExchange.has(needed.permission.name));
  return lacking.every(isOpen) ? begun.warn({ cause, fix }) : begun.fail({ cause, fix });
}

/** What is granted and not needed, by name, with the risk. Mail.ReadBasic has a check of its own. */
export function checkExcess(open: OpenConnection, grants: Grants): CheckResult {
  const begun = check(
    'permissions-excess',
    `Looked for granted permissions that nothing needs (read from the ${grants.source}).`,
  );
  const { capabilities } = open.connection;
  const excess = excessPermissions(capabilities, grants.grants).filter(({ name }) => !readBasic.has(name));
  const used = usedBeyondChoice(capabilities, grants.grants).map(
    ({ permission, capability }) =>
      ` ${permission.name} is used where it is granted (${capability}); without it: ${permission.withoutIt}`,
  );
  const reach =
    grants.source === 'token'
      ? ' Permissions at Exchange Online do not show in a token: grant Application.Read.All to have them read.'
      : '';
  if (excess.length === 0) {
    return begun.pass({
      cause: `Nothing is granted beyond what is ${used.length === 0 ? 'needed' : 'used'}.${used.join('')}${reach}`,
    });
  }
  return begun.warn({
    cause: `${excess.map(({ name }) => name).join(', ')} ${excess.length === 1 ? 'is' : 'are'} granted and not needed.${used.join('')}${reach}`,
    fix: [
      ...excess.map(({ name, resource, risk }) => `Remove ${name} (${resources[resource].displayName}): ${risk}`),
      'In Entra, open Enterprise applications, the application, Permissions, and revoke them; then remove them from the app registration.',
    ],
  });
}

/** Mail.ReadBasic beside or instead of Mail.Read; a failure when it really keeps bytes from us. */
export function checkReadBasic(open: OpenConnection, grants: Grants, bytes: BytesProof): CheckResult {
  const begun = check(
    'readbasic-conflict',
    'Looked for Mail.ReadBasic among what was granted, and tried to read a body.',
  );
  const names = grants.grants.map((grant) => grant.name);
  const basic = names.filter((name) => readBasic.has(name));
  if (!neededPermissions(open.connection.capabilities).some(({ permission }) => permission.name === 'Mail.Read')) {
    return begun.skip('The connection does not collect mail.');
  }
  if (basic.length === 0) return begun.pass({ cause: 'Mail.ReadBasic was not granted.' });
  const fix = [`Remove ${basic.join(' and ')} from the application, and leave Mail.Read.`];
  if (bytes === 'refused' || !names.some((name) => name === 'Mail.Read' || name === 'Mail.ReadWrite')) {
    return begun.fail({
      cause: `${basic.join(', ')} ${bytes === 'refused' ? 'is granted and bodies, attachments and bytes are refused' : 'is granted instead of Mail.Read'}.`,
      fix: [...fix, `Grant Mail.Read (${open.connection.kind}) with admin consent.`],
    });
  }
  return begun.warn({ cause: `${basic.join(', ')} is granted beside Mail.Read; bytes are readable now.`, fix });
}

/** Without these the work can be done, less well. */
function isLesser({ permission }: NeededPermission): boolean {
  return permission.name === 'MailboxSettings.Read' || permission.name === 'Application.Read.All';
}
