import { describe, expect, it } from 'vitest';
import type { ConnectionId } from '#evidence';
import type { CapabilityName } from '../capabilities/capability.ts';
import { capabilityNames } from '../capabilities/capability.ts';
import { clouds } from '../clouds/cloud.ts';
import type { Connection } from '../connections/connection.ts';
import { connectionSetup } from './connection-setup.ts';
import { quoted } from './powershell.ts';

function connection(change: Partial<Connection> = {}): Connection {
  const at = new Date('2026-11-20T15:00:00Z');
  return {
    id: '01900000-0000-7000-8000-000000000001' as ConnectionId,
    name: 'contoso',
    kind: 'application',
    owner: null,
    signer: null,
    signInNeeded: null,
    consentMeant: null,
    cloud: clouds.global,
    tenant: 'contoso.onmicrosoft.com',
    tenantId: null,
    domain: 'contoso.onmicrosoft.com',
    clientId: '11111111-2222-3333-4444-555555555555',
    credentialKind: 'secret',
    credentialExpiresAt: null,
    capabilities: capabilityNames,
    createdAt: at,
    updatedAt: at,
    ...change,
  };
}

describe('the set-up of a connection', () => {
  it('lists exactly the permissions of its capabilities, each with a reason and what it is good for', () => {
    const { permissions, text } = connectionSetup(connection({ capabilities: ['collect-mail'] }));
    expect(permissions.map(({ permission }) => permission.name)).toEqual(['Mail.Read', 'User.Read.All']);
    for (const { permission, reasons } of permissions) {
      expect(reasons.length).toBeGreaterThan(0);
      expect(text).toContain(permission.allows);
      expect(text).toContain(permission.withoutIt);
    }
    expect(text).not.toContain('MailboxSettings');
  });

  it('gives the admin-consent link of the cloud and tenant', () => {
    expect(connectionSetup(connection({ cloud: clouds.china, tenantId: 'a1' })).adminConsentLink).toBe(
      'https://login.partner.microsoftonline.cn/a1/v2.0/adminconsent?client_id=11111111-2222-3333-4444-555555555555&scope=https%3A%2F%2Fmicrosoftgraph.chinacloudapi.cn%2F.default',
    );
  });

  it('uses current modules only, and makes nothing that never ends', () => {
    const { text } = connectionSetup(connection());
    expect(text).toContain('New-MgApplication');
    expect(text).toContain("New-ManagementRoleAssignment -App $principal.Id -Role 'Application Mail.Read'");
    expect(text).toContain('Test-ServicePrincipalAuthorization');
    expect(text).toContain('AddYears(1)');
    expect(text).not.toMatch(/AzureAD(?!MyOrg)|MsolService|MSOnline|ApplicationAccessPolicy|9999|2099/);
  });

  it('grants in the script what it lists, and warns that rights add up', () => {
    const { permissions, registrationScript, exchangeScript } = connectionSetup(connection());
    for (const { permission } of permissions)
      expect(registrationScript).toContain(`-AppRoleId '${'roleId' in permission ? permission.roleId : ''}'`);
    expect(exchangeScript).toContain('WARNING: rights add up');
    expect(exchangeScript).toContain('Remove-MgServicePrincipalAppRoleAssignment');
    expect(exchangeScript).toContain("'810c84a8-4a9e-49e6-bf7d-12d183f40d01', '40f97065-369a-49f4-947c-6a255697ae91'");
    expect(exchangeScript).not.toContain('df021288');
  });

  it('needs no Exchange script where nothing is read there', () => {
    const capabilities: CapabilityName[] = ['list-mailboxes'];
    expect(connectionSetup(connection({ capabilities })).exchangeScript).toBeNull();
  });

  it('quotes names so that no text becomes a command', () => {
    expect(quoted("a'; Remove-Item x; '")).toBe("'a''; Remove-Item x; '''");
    expect(quoted('a’$(evil)\n`b`')).toBe("'a’’$(evil) `b`'");
    const { registrationScript } = connectionSetup(connection({ name: "x' ; Remove-Item -Recurse /; '" }));
    const named = registrationScript.split('\n').filter((line) => line.includes('Remove-Item'));
    expect(named.length).toBeGreaterThan(0);
    for (const line of named) expect(line).toContain("'Chainmail x'' ; Remove-Item -Recurse /; '''");
  });

  it('of people who sign in lists delegated permissions, and registers exactly the address they return to', () => {
    const signer = { id: 'p1', address: 'ana@contoso.com', name: 'Ana' };
    const setup = connectionSetup(
      connection({ kind: 'delegated', signer, capabilities: ['collect-mail'] }),
      'https://chainmail.contoso.com/signed-in',
    );
    expect(setup.permissions.map(({ permission }) => permission.name)).toEqual([
      'Mail.Read',
      'Mail.Read.Shared',
      'User.ReadBasic.All',
    ]);
    expect(setup.registrationScript).toContain("$redirect = 'https://chainmail.contoso.com/signed-in'");
    for (const { permission } of setup.permissions)
      expect(setup.registrationScript).toContain(
        `@{ Id = '${'scopeId' in permission ? permission.scopeId : ''}'; Type = 'Scope' }`,
      );
    expect(setup.registrationScript).toContain('AddYears(1)');
    expect(setup.adminConsentLink).toContain('Mail.Read.Shared');
    expect(setup.text).not.toContain('type "Application"');
    expect(setup.text).toContain('Full Access');
  });
});
