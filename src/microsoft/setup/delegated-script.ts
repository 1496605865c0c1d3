import type { NeededDelegation } from '../capabilities/capability.ts';
import { resources } from '../capabilities/permission.ts';
import type { Connection } from '../connections/connection.ts';
import { commented, quoted } from './powershell.ts';

/**
 * A script for the Microsoft Graph PowerShell modules: an app registration that people sign in to, with its redirect
 * address and exactly the delegated permissions needed. It consents to nothing: people do, or an administrator for them.
 */
export function delegatedRegistrationScript(
  connection: Connection,
  needed: readonly NeededDelegation[],
  redirectUri: string | null,
): string {
  const environment = connection.cloud.powerShellEnvironment ?? 'Global';
  const access = needed.map(({ permission }) => `@{ Id = ${quoted(permission.scopeId)}; Type = 'Scope' }`);
  return [
    commented('Makes an app registration that people sign in to. Run by somebody who may register applications.'),
    commented(
      redirectUri === null
        ? 'Put the address here that the browser returns to, exactly as the connections page of Chainmail shows it:'
        : 'The address the browser returns to, exactly:',
    ),
    `$redirect = ${quoted(redirectUri ?? 'https://chainmail.contoso.example/')}`,
    'Install-Module Microsoft.Graph.Authentication, Microsoft.Graph.Applications -Scope CurrentUser',
    `Connect-MgGraph -Environment ${quoted(environment)} -TenantId ${quoted(connection.tenantId ?? connection.tenant)} -Scopes 'Application.ReadWrite.All'`,
    '',
    commented('1. The app registration (single tenant), and its enterprise application.'),
    `$resources = @(@{ ResourceAppId = ${quoted(resources.graph.appId)}; ResourceAccess = @(${access.join(', ')}) })`,
    `$app = New-MgApplication -DisplayName ${quoted(`Chainmail ${connection.name}`)} -SignInAudience 'AzureADMyOrg' -RequiredResourceAccess $resources -Web @{ RedirectUris = @($redirect) }`,
    '$principal = New-MgServicePrincipal -AppId $app.AppId',
    '',
    commented('2. A client secret for a year: copy its value now, it is not shown again.'),
    "$secret = Add-MgApplicationPassword -ApplicationId $app.Id -PasswordCredential @{ DisplayName = 'Chainmail'; EndDateTime = (Get-Date).AddYears(1) }",
    '',
    '"client id: $($app.AppId)"',
    '"client secret: $($secret.SecretText)"',
    'Disconnect-MgGraph',
  ].join('\n');
}
