import { describe, expect, it } from 'vitest';
import { Failure, type ConnectionId } from '#evidence';
import { clouds } from '../clouds/cloud.ts';
import type { Connection } from '../connections/connection.ts';
import { fixPack } from './fix-pack.ts';

const at = new Date('2026-11-20T15:00:00Z');
const application: Connection = {
  id: '01900000-0000-7000-8000-000000000001' as ConnectionId,
  name: 'contoso',
  kind: 'application',
  owner: null,
  signer: null,
  signInNeeded: null,
  consentMeant: null,
  cloud: clouds['gcc-high'],
  tenant: 'contoso.us',
  tenantId: null,
  domain: 'contoso.us',
  clientId: '11111111-2222-3333-4444-555555555555',
  credentialKind: 'secret',
  credentialExpiresAt: null,
  capabilities: ['collect-mail'],
  createdAt: at,
  updatedAt: at,
};
const delegated: Connection = {
  ...application,
  kind: 'delegated',
  signer: { id: 'p1', address: 'ana@contoso.us', name: 'Ana' },
};
const addresses = ['bea@contoso.us', ' Bea@contoso.us', 'carl.o’neil@contoso.us'];

describe('a fix pack', () => {
  it('grants the signer Full Access to exactly these mailboxes, each once, and takes the same back', () => {
    const { mailboxes, grant, verify, undo, explanation } = fixPack(delegated, addresses);
    expect(mailboxes).toEqual(['bea@contoso.us', 'carl.o’neil@contoso.us']);
    for (const script of [grant, verify, undo]) {
      expect(script).toContain("$mailboxes = @(\n  'bea@contoso.us',\n  'carl.o’’neil@contoso.us'\n)");
      expect(script).toContain("Connect-ExchangeOnline -ExchangeEnvironmentName 'O365USGovGCCHigh'");
      expect(script).toContain("$signer = 'ana@contoso.us'");
    }
    const right = '-Identity $mailbox -User $signer -AccessRights FullAccess -InheritanceType All';
    expect(grant).toContain(`Add-MailboxPermission ${right} -AutoMapping $false`);
    expect(grant).not.toContain('Remove-');
    expect(verify).not.toMatch(/Add-|Remove-/);
    expect(undo).toContain(`Remove-MailboxPermission ${right}`);
    expect(undo).not.toContain('Add-');
    expect(explanation).toContain('24 hours');
  });

  it('adds mailboxes to the group that limits an application', () => {
    const { grant, verify, undo } = fixPack(application, addresses);
    expect(grant).toContain('Add-DistributionGroupMember -Identity $group -Member $mailbox');
    expect(verify).toContain('Test-ServicePrincipalAuthorization -Identity $application -Resource $mailbox');
    expect(verify).toContain('Test-ApplicationAccessPolicy -AppId $application -Identity $mailbox');
    expect(undo).toContain('Remove-DistributionGroupMember -Identity $group -Member $mailbox');
    expect(grant).not.toContain('MailboxPermission');
  });

  it('does as one file only the step that is named', () => {
    const { file } = fixPack(delegated, addresses);
    expect(file).toMatch(/^# [^\n]*\n# Run as[^\n]*\nparam\(\[Parameter\(Mandatory\)\]/);
    const parts = file.split(/'(Grant|Verify|Undo)' \{/).slice(1);
    expect(parts.filter((_, index) => index % 2 === 0)).toEqual(['Grant', 'Verify', 'Undo']);
    expect(parts[1]).toContain('Add-MailboxPermission');
    expect(parts[5]).toContain('Remove-MailboxPermission');
  });

  it('lets no address or name become a command', () => {
    const hostile = "x'; Remove-Mailbox -Identity *; '@contoso.us\nRemove-Mailbox y";
    const { file, grant } = fixPack({ ...delegated, name: 'a\nRemove-Mailbox z' }, [hostile]);
    for (const text of [file, grant]) {
      expect(text.split('\n').filter((line) => /^\s*Remove-Mailbox /.test(line))).toEqual([]);
      expect(text).toContain("'x''; Remove-Mailbox -Identity *; ''@contoso.us Remove-Mailbox y'");
    }
  });

  it('is made for some mailbox', () => {
    expect(() => fixPack(delegated, ['', ' '])).toThrow(Failure);
  });
});
