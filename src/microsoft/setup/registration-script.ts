import type { Connection } from '../connections/connection.ts';
import type { NeededPermission } from '../capabilities/capability.ts';
import { resources } from '../capabilities/permission.ts';
import { commented, quoted } from './powershell.ts';

/**
 * A script for the Microsoft Graph PowerShell modules: certificate, app registration, enterprise application, consent.
 * The certificate ends after a year: nothing is made that never ends.
 */
export function registrationScript(connection: Connection, needed: readonly NeededPermission[]): string {
  const environment = connection.cloud.powerShellEnvironment ?? 'Global';
  const name = quoted(`Chainmail ${connection.name}`);
  return [
    commented('Makes a certificate, an app registration of its own, and consents to exactly the permissions needed.'),
    commented(
      'Run by an administrator who may register applications and consent to them (Privileged Role Administrator).',
    ),
    'Install-Module Microsoft.Graph.Authentication, Microsoft.Graph.Applications -Scope CurrentUser',
    `Connect-MgGraph -Environment ${quoted(environment)} -TenantId ${quoted(connection.tenantId ?? connection.tenant)} -Scopes 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'`,
    '',
    ...certificateLines(name),
    '',
    ...applicationLines(name, needed),
    '',
    ...consentLines(needed),
    '',
    '"client id: $($app.AppId)"',
    '"object id of the enterprise application: $($principal.Id)"',
    'Disconnect-MgGraph',
  ].join('\n');
}

function certificateLines(name: string): readonly string[] {
  return [
    commented('1. A certificate for a year. Only its public part goes to Entra.'),
    `$certificate = New-SelfSignedCertificate -Subject ("CN=" + ${name}) -CertStoreLocation 'Cert:\\CurrentUser\\My' -KeyExportPolicy Exportable -KeySpec Signature -KeyLength 2048 -HashAlgorithm SHA256 -NotAfter (Get-Date).AddYears(1)`,
    '$password = Read-Host -AsSecureString "Password of the exported key"',
    "Export-PfxCertificate -Cert $certificate -FilePath 'chainmail.pfx' -Password $password",
    commented('As Chainmail takes it: openssl pkcs12 -in chainmail.pfx -nodes -out chainmail.pem'),
  ];
}

function applicationLines(name: string, needed: readonly NeededPermission[]): readonly string[] {
  const access = needed.map(({ permission }) => `@{ Id = ${quoted(permission.roleId)}; Type = 'Role' }`);
  return [
    commented('2. The app registration (single tenant, no redirect address: app-only sign-in needs none).'),
    `$resources = @(@{ ResourceAppId = ${quoted(resources.graph.appId)}; ResourceAccess = @(${access.join(', ')}) })`,
    "$keys = @(@{ Type = 'AsymmetricX509Cert'; Usage = 'Verify'; Key = $certificate.RawData; DisplayName = $certificate.Subject })",
    `$app = New-MgApplication -DisplayName ${name} -SignInAudience 'AzureADMyOrg' -RequiredResourceAccess $resources -KeyCredentials $keys`,
    '$principal = New-MgServicePrincipal -AppId $app.AppId',
  ];
}

function consentLines(needed: readonly NeededPermission[]): readonly string[] {
  return [
    commented('3. Consent, permission by permission.'),
    `$graph = Get-MgServicePrincipal -Filter ${quoted(`appId eq '${resources.graph.appId}'`)}`,
    ...needed.flatMap(({ permission, reasons }) => [
      commented(`${permission.name}: ${reasons.map(({ reason }) => reason).join(' ')}`),
      `New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -PrincipalId $principal.Id -ResourceId $graph.Id -AppRoleId ${quoted(permission.roleId)}`,
    ]),
  ];
}
