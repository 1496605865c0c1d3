import type { SimulatedTenant } from 'simulated-tenant';
import { startSimulatedTenant } from 'simulated-tenant';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#platform';
import type { CapabilityName } from '../capabilities/capability.ts';
import { customCloud } from '../clouds/custom-endpoints.ts';
import { brisk } from '../graph/retry.ts';
import type { TestConnectionOptions } from '../testing.ts';
import { clientCertificate } from '../sign-in/credential.ts';
import { testCertificate, testConnection } from '../testing.ts';
import type { CheckId, CheckResult } from './check-result.ts';
import { checkIdsOf, isUsable } from './check-result.ts';
import { runChecks } from './run-checks.ts';

let tenant: SimulatedTenant;
const forever = new AbortController().signal;
const unknownId = '99999999-9999-4999-8999-999999999999';
const impatient = { ...brisk, attempts: 1, throttledMs: 0 };

beforeAll(async () => {
  tenant = await startSimulatedTenant({ seed: 'tiny' });
});

afterEach(() => {
  tenant.setFaults([]);
});

afterAll(async () => {
  await tenant.stop();
});

async function checksOf(
  options: TestConnectionOptions = {},
  mailboxes?: readonly string[],
  at = tenant,
): Promise<readonly CheckResult[]> {
  await using open = testConnection(at, { patience: impatient, ...options });
  return await runChecks(open, {
    clock: systemClock,
    signal: forever,
    ...(mailboxes === undefined ? {} : { mailboxes }),
  });
}

function of(results: readonly CheckResult[], id: CheckId): CheckResult {
  return results.find((result) => result.id === id)!;
}

function ended(results: readonly CheckResult[]): Record<string, string> {
  return Object.fromEntries(results.map((result) => [result.id, result.result]));
}

const address = (name: string): string => `${name}@${tenant.domain}`;

describe('the checks of a connection', () => {
  it('all pass where all is right, in their order, and read a real message', async () => {
    const results = await checksOf();
    expect(results.map((result) => result.id)).toEqual(checkIdsOf('application'));
    expect(results.filter((result) => result.result !== 'pass')).toEqual([]);
    expect(of(results, 'message-bytes').cause).toMatch(
      /^\d+ bytes of a message read, \d+ bytes of an attachment read, /,
    );
    expect(tenant.writes.calls).toEqual([]);
  });

  it('tenant-exists finds a tenant that is not there, and skips what would be noise', async () => {
    const results = await checksOf({ change: { tenant: unknownId } });
    expect(of(results, 'tenant-exists')).toMatchObject({ result: 'fail', evidence: { providerCode: 'AADSTS90002' } });
    expect(of(results, 'tenant-exists').fix.length).toBeGreaterThan(0);
    expect(results.filter((result) => result.result === 'fail')).toHaveLength(1);
    expect(of(results, 'app-exists').result).toBe('skipped');
    expect(of(results, 'message-bytes')).toMatchObject({ result: 'skipped', cause: 'The sign-in failed.' });
  });

  it('tenant-exists finds a service that cannot be reached', async () => {
    const cloud = customCloud({ login: 'http://127.0.0.1:9', graph: 'http://127.0.0.1:9' });
    const results = await checksOf({ change: { cloud } });
    expect(of(results, 'tenant-exists')).toMatchObject({ result: 'fail' });
    expect(of(results, 'tenant-exists').cause).toContain('cannot be reached');
    expect(of(results, 'tenant-exists').fix.join(' ')).not.toContain('Nothing:');
    expect(of(results, 'tenant-exists').fix.join(' ')).toContain('Check again');
  });

  it.each([
    ['is unknown', { change: { clientId: unknownId } }, 'AADSTS700016'],
    ['is disabled', { app: 'disabled-app' }, 'AADSTS7000112'],
  ])('app-exists finds an application that %s', async (_name, options, providerCode) => {
    const results = await checksOf(options);
    expect(of(results, 'tenant-exists').result).toBe('pass');
    expect(of(results, 'app-exists')).toMatchObject({ result: 'fail', evidence: { providerCode } });
    expect(of(results, 'secret-valid').result).toBe('skipped');
  });

  it('secret-valid finds an expired secret', async () => {
    const results = await checksOf({ app: 'expired-secret' });
    expect(of(results, 'app-exists').result).toBe('pass');
    expect(of(results, 'secret-valid')).toMatchObject({ result: 'fail', evidence: { providerCode: 'AADSTS7000222' } });
    expect(of(results, 'consent-given').result).toBe('skipped');
  });

  it('secret-valid warns thirty days before the end that is known', async () => {
    const soon = new Date(Date.now() + 20 * 86_400_000 + 60_000);
    const results = await checksOf({ change: { credentialExpiresAt: soon } });
    expect(of(results, 'secret-valid')).toMatchObject({ result: 'warn' });
    expect(of(results, 'secret-valid').cause).toContain('in 20 days');
    expect(isUsable(results)).toBe(true);
  });

  it('secret-valid reads the end from the app registration, of the secret that is used', async () => {
    const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000 + 60_000).toISOString();
    const used = tenant.apps.find((app) => app.name === 'chainmail')!.secrets[0]!.value.slice(0, 3);
    const answer = (ends: readonly { hint: string; endDateTime: string }[]): void => {
      const body = { id: 'a', appId: 'b', passwordCredentials: ends };
      tenant.setFaults([
        { name: 'registration', match: { path: '/applications' }, action: { kind: 'answer', status: 200, body } },
      ]);
    };
    answer([
      { hint: 'zzz', endDateTime: inDays(3) },
      { hint: used, endDateTime: inDays(200) },
    ]);
    expect(of(await checksOf(), 'secret-valid')).toMatchObject({ result: 'pass' });
    answer([
      { hint: 'zzz', endDateTime: inDays(300) },
      { hint: used, endDateTime: inDays(12) },
    ]);
    const soon = of(await checksOf(), 'secret-valid');
    expect(soon).toMatchObject({
      result: 'warn',
      expiresAt: expect.stringContaining(inDays(12).slice(0, 10)) as unknown,
    });
    expect(soon.cause).toContain('in 12 days');
  });

  it('consent-given finds that nobody consented', async () => {
    const results = await checksOf({ app: 'no-consent' });
    expect(of(results, 'secret-valid').result).toBe('pass');
    expect(of(results, 'consent-given')).toMatchObject({ result: 'fail' });
    expect(of(results, 'consent-given').fix.join(' ')).toContain('admin-consent link');
    expect(of(results, 'mailbox-allowed')).toMatchObject({ result: 'skipped', cause: 'No permission was granted.' });
  });

  it('permissions-enough names what is missing, and mailboxes are not failed for it again', async () => {
    const results = await checksOf({ app: 'no-mail-permission' });
    expect(of(results, 'permissions-enough')).toMatchObject({ result: 'fail', cause: 'Mail.Read is missing.' });
    expect(of(results, 'mailbox-allowed').result).toBe('skipped');
    expect(results.filter((result) => result.result === 'fail')).toHaveLength(1);
  });

  it('permissions-enough accepts what Exchange gave by RBAC for Applications, which no token shows', async () => {
    const results = await checksOf({ app: 'scoped-by-rbac' }, [address('ada')]);
    expect(of(results, 'permissions-enough')).toMatchObject({ result: 'pass' });
    expect(of(results, 'permissions-enough').cause).toContain('RBAC');
    expect(of(results, 'message-bytes').result).toBe('pass');
  });

  it('permissions-excess names what is not needed at both services, with its risk', async () => {
    const results = await checksOf({ app: 'excess-permissions' });
    const excess = of(results, 'permissions-excess');
    expect(excess.result).toBe('warn');
    for (const name of ['Mail.ReadWrite', 'Mail.Send', 'Directory.ReadWrite.All', 'full_access_as_app'])
      expect(excess.cause).toContain(name);
    expect(excess.fix.join(' ')).toContain('Office 365 Exchange Online');
    expect(excess.fix.join(' ')).toContain('tampered');
    expect(isUsable(results)).toBe(true);
  });

  it('permissions-excess says what it cannot see without Application.Read.All', async () => {
    const capabilities: CapabilityName[] = ['collect-mail'];
    const app = tenant.tenant.addApp({
      name: 'sees-no-grants',
      roles: { graph: ['Mail.Read', 'User.Read.All'], exchange: ['full_access_as_app'] },
    });
    const results = await checksOf({ app: app.name, capabilities });
    expect(of(results, 'permissions-excess')).toMatchObject({ result: 'pass' });
    expect(of(results, 'permissions-excess').cause).toContain('do not show in a token');
  });

  it('permissions-excess asks nobody to revoke what is used: it says what would be lost', async () => {
    const excess = of(await checksOf({ capabilities: ['collect-mail'] }), 'permissions-excess');
    expect(excess).toMatchObject({ result: 'pass', fix: [] });
    expect(excess.cause).toContain('Application.Read.All is used where it is granted (verify-grants)');
    expect(excess.cause).toContain('the expiry of secrets is no longer known');
    expect(excess.cause).toContain('MailboxSettings.Read is used');
  });

  it('readbasic-conflict fails where it is granted instead of Mail.Read', async () => {
    const results = await checksOf({ app: 'readbasic-only' });
    expect(of(results, 'readbasic-conflict')).toMatchObject({ result: 'fail' });
    expect(of(results, 'permissions-enough').result).toBe('fail');
    expect(of(results, 'message-bytes').result).toBe('skipped');
  });

  it('readbasic-conflict warns where it is granted beside Mail.Read and bytes are readable', async () => {
    const results = await checksOf({ app: 'readbasic-beside-read' });
    expect(of(results, 'readbasic-conflict')).toMatchObject({ result: 'warn' });
    expect(of(results, 'message-bytes').result).toBe('pass');
    expect(of(results, 'permissions-excess').result).toBe('pass');
  });

  it.each([
    ['unknown', 'nobody.at.all', 'There is no mailbox'],
    ['without a mailbox', 'cleo.nobox', 'no active Exchange Online mailbox'],
  ])('mailbox-reachable finds an address that is %s', async (_name, local, cause) => {
    const results = await checksOf({}, [address(local)]);
    expect(of(results, 'mailbox-reachable')).toMatchObject({ result: 'fail', mailbox: address(local) });
    expect(of(results, 'mailbox-reachable').cause).toContain(cause);
    expect(of(results, 'mailbox-allowed').result).toBe('skipped');
  });

  it('mailbox-reachable finds mailboxes on-premises and soft-deleted, and passes an active one without a licence', async () => {
    const people = tenant.tenant.people;
    for (const state of ['on-premises', 'soft-deleted'] as const) {
      const person = people.find((one) => one.mailboxState === state)!;
      expect(of(await checksOf({}, [person.id]), 'mailbox-reachable')).toMatchObject({
        result: 'fail',
        evidence: { providerCode: 'MailboxNotEnabledForRESTAPI' },
      });
    }
    const unlicensed = people.find(
      (one) => one.mailboxState === 'active' && one.assignedLicenses.length === 0 && one.purpose === 'user',
    )!;
    const results = await checksOf({}, [unlicensed.userPrincipalName]);
    expect(of(results, 'mailbox-reachable')).toMatchObject({ result: 'pass' });
    expect(of(results, 'mailbox-reachable').cause).toContain('no licence');
  });

  it('mailbox-reachable resolves an alias and says so', async () => {
    const person = tenant.tenant.people.find(
      (one) => one.mailboxState === 'active' && one.proxyAddresses.some((proxy) => proxy.startsWith('smtp:')),
    )!;
    const alias = person.proxyAddresses.find((proxy) => proxy.startsWith('smtp:'))!.slice(5);
    const results = await checksOf({}, [alias]);
    expect(of(results, 'mailbox-reachable').cause).toContain(`${alias} is an alias of`);
  });

  it.each([
    ['an access policy', 'scoped-by-policy', 'application access policy'],
    ['an RBAC scope', 'scoped-by-rbac', 'RBAC scope'],
  ])('mailbox-allowed finds a mailbox outside %s', async (_name, app, cause) => {
    const results = await checksOf({ app }, [address('ada'), address('ben.okafor')]);
    const outside = results.filter((result) => result.id === 'mailbox-allowed' && result.result === 'fail');
    expect(outside).toHaveLength(1);
    expect(outside[0]).toMatchObject({
      mailbox: address('ben.okafor'),
      evidence: { status: 403, providerCode: 'ErrorAccessDenied' },
    });
    expect(outside[0]!.cause).toContain(cause);
    expect(outside[0]!.fix.join(' ')).toContain('Test-ServicePrincipalAuthorization');
    expect(results.filter((result) => result.id === 'message-bytes').map((result) => result.result)).toEqual([
      'pass',
      'skipped',
    ]);
  });

  it('message-bytes says that there is nothing to read where a mailbox is empty, and fails where bytes are kept from us', async () => {
    const empty = tenant.tenant.addPerson({ userPrincipalName: address('empty'), mail: address('empty') });
    const results = await checksOf({}, [empty.id]);
    expect(of(results, 'message-bytes')).toMatchObject({ result: 'warn' });
    expect(of(results, 'message-bytes').cause).toContain('No message to read');
    tenant.setFaults([
      {
        name: 'no bytes',
        match: { path: '/\\$value$' },
        action: {
          kind: 'answer',
          status: 403,
          body: { error: { code: 'ErrorAccessDenied', message: 'Access is denied. Check credentials and try again.' } },
        },
      },
    ]);
    expect(of(await checksOf({}, [address('ada')]), 'message-bytes')).toMatchObject({
      result: 'fail',
      evidence: { status: 403 },
    });
  });

  it('leave a mailbox alone that another process of ours keeps, and judge nothing by it', async () => {
    await using open = testConnection(tenant, { app: 'scoped-by-rbac', patience: impatient });
    const asked: string[] = [];
    const results = await runChecks(open, {
      mailboxes: [address('ada')],
      clock: systemClock,
      signal: forever,
      turn: (mailbox) => {
        asked.push(mailbox);
        return Promise.resolve(null);
      },
    });
    expect(asked).toHaveLength(1);
    for (const id of ['mailbox-reachable', 'mailbox-allowed', 'message-bytes', 'throttle-headroom'] as const)
      expect(of(results, id)).toMatchObject({ result: 'skipped', mailbox: address('ada') });
    expect(of(results, 'permissions-enough').result).toBe('warn');
    expect(isUsable(results)).toBe(true);
  });

  it('throttle-headroom warns when something else uses the allowance', async () => {
    tenant.setFaults([
      { name: 'busy', match: { path: '/mailFolders/inbox' }, every: 3, action: { kind: 'throttle', retryAfter: 1 } },
    ]);
    const results = await checksOf({ patience: { ...brisk, throttledMs: 5_000 } }, [address('ada')]);
    expect(of(results, 'throttle-headroom')).toMatchObject({ result: 'warn' });
    expect(of(results, 'message-bytes').result).toBe('pass');
  });

  it.each([
    [120, 'warn'],
    [600, 'fail'],
    [2, 'pass'],
  ])('clock-skew of %d seconds: %s', async (seconds, result) => {
    await using skewed = await startSimulatedTenant({ seed: 'tiny', switches: { wallClockSkewMs: seconds * 1000 } });
    expect(of(await checksOf({}, undefined, skewed), 'clock-skew').result).toBe(result);
  });

  it('clock-skew is told also when the sign-in fails', async () => {
    await using skewed = await startSimulatedTenant({ seed: 'tiny', switches: { wallClockSkewMs: 600_000 } });
    for (const app of ['expired-secret', 'no-consent'])
      expect(of(await checksOf({ app }, undefined, skewed), 'clock-skew')).toMatchObject({ result: 'fail' });
    expect(of(await checksOf({ app: 'expired-secret' }), 'clock-skew').result).toBe('pass');
  });

  it('secret-valid names the thumbprint of a certificate that is not registered', async () => {
    const stranger = testCertificate({ from: new Date(Date.now() - 1000), to: new Date(Date.now() + 86_400_000) });
    const results = await checksOf({ credential: clientCertificate(stranger.pem) });
    expect(of(results, 'secret-valid')).toMatchObject({ result: 'fail', evidence: { providerCode: 'AADSTS700027' } });
    expect(of(results, 'secret-valid').fix.join(' ')).toContain(stranger.sha1.toUpperCase());
    expect(of(results, 'tenant-exists').cause).toContain('knows the tenant');
  });

  it('do without mailboxes for a connection that only lists people', async () => {
    const results = await checksOf({ capabilities: ['list-mailboxes'] });
    expect(ended(results)).toMatchObject({
      'permissions-enough': 'pass',
      'permissions-excess': 'warn',
      'mailbox-reachable': 'skipped',
      'readbasic-conflict': 'skipped',
    });
  });
});
