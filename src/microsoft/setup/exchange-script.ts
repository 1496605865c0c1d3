import type { Connection } from '../connections/connection.ts';
import type { NeededPermission } from '../capabilities/capability.ts';
import { permissions } from '../capabilities/permission.ts';
import { commented, quoted } from './powershell.ts';

/** Roles of RBAC for Applications that give what a Graph permission gives, for chosen mailboxes. */
const exchangeRoles: Readonly<Record<string, string>> = {
  'Mail.Read': 'Application Mail.Read',
  'MailboxSettings.Read': 'Application MailboxSettings.Read',
};

/** The needed permissions that can be narrowed to chosen mailboxes. */
export function narrowable(needed: readonly NeededPermission[]): readonly NeededPermission[] {
  return needed.filter(({ permission }) => exchangeRoles[permission.name] !== undefined);
}

/**
 * A script for the Exchange Online PowerShell module: lets the application into the members of one group only.
 * Rights are the union of Entra's consents and Exchange's roles, so the tenant-wide consents are revoked at the end.
 * Source: Role Based Access Control for Applications in Exchange Online.
 */
export function exchangeScript(connection: Connection, needed: readonly NeededPermission[]): string {
  const { cloud, clientId, name } = connection;
  const scope = quoted(`Chainmail ${name}`);
  const environment =
    cloud.exchangeEnvironment === null ? '' : ` -ExchangeEnvironmentName ${quoted(cloud.exchangeEnvironment)}`;
  const roles = narrowable(needed);
  return [
    commented(
      'Narrows the application to the members of one mail-enabled security group. Put the address of yours here:',
    ),
    "$group = 'custodians@contoso.example'",
    "$mailbox = 'somebody.in.the.group@contoso.example'",
    'Install-Module ExchangeOnlineManagement, Microsoft.Graph.Authentication, Microsoft.Graph.Applications -Scope CurrentUser',
    `Connect-MgGraph -Environment ${quoted(cloud.powerShellEnvironment ?? 'Global')} -TenantId ${quoted(connection.tenantId ?? connection.tenant)} -Scopes 'Application.Read.All', 'AppRoleAssignment.ReadWrite.All'`,
    `Connect-ExchangeOnline${environment}`,
    '',
    commented(
      '1. Tell Exchange of the application: by the object id of the ENTERPRISE application, not of the registration.',
    ),
    `$principal = Get-MgServicePrincipal -Filter ${quoted(`appId eq '${clientId}'`)}`,
    `New-ServicePrincipal -AppId ${quoted(clientId)} -ObjectId $principal.Id -DisplayName ${scope}`,
    '',
    commented('2. The scope: members of the group (direct members only).'),
    '$members = (Get-Group -Identity $group).DistinguishedName',
    `New-ManagementScope -Name ${scope} -RecipientRestrictionFilter "MemberOfGroup -eq '$($members -replace "'", "''")'"`,
    '',
    commented('3. The roles within the scope.'),
    ...roles.map(
      ({ permission }) =>
        `New-ManagementRoleAssignment -App $principal.Id -Role ${quoted(exchangeRoles[permission.name] ?? '')} -CustomResourceScope ${scope}`,
    ),
    '',
    ...revokeLines(roles),
    '',
    commented('5. Look whether it is so. Changes take from some minutes to over an hour.'),
    'Test-ServicePrincipalAuthorization -Identity $principal.Id -Resource $mailbox | Format-Table',
    'Disconnect-ExchangeOnline -Confirm:$false',
    'Disconnect-MgGraph',
  ].join('\n');
}

function revokeLines(roles: readonly NeededPermission[]): readonly string[] {
  const ids = roles.map(({ permission }) => quoted(permissions[permission.name].roleId)).join(', ');
  return [
    commented(
      '4. WARNING: rights add up. As long as these are consented to in Entra, the application may read EVERY mailbox,',
    ),
    commented('   whatever the scope says. This revokes the tenant-wide consents; User.Read.All and others stay.'),
    `Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id | Where-Object { @(${ids}) -contains $_.AppRoleId } | ForEach-Object { Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -AppRoleAssignmentId $_.Id }`,
  ];
}
