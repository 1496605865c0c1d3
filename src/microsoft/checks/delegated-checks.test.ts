import { startSimulatedTenant, type SimulatedTenant, type SimulatedTenantOptions } from 'simulated-tenant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#platform';
import { brisk } from '../graph/retry.ts';
import { signedInConnection, type SignedInOptions } from '../testing.ts';
import type { CheckId, CheckResult } from './check-result.ts';
import { checkIdsOf, isUsable } from './check-result.ts';
import { runChecks, type CheckOptions } from './run-checks.ts';

const ada = 'ada.marsh@tiny.example';
const ben = 'ben.okafor@tiny.example';
const support = 'support@tiny.example';
const appName = 'sign-in-consented';
const impatient = { ...brisk, attempts: 1, throttledMs: 0 };

let tenant: SimulatedTenant;
beforeEach(async () => {
  tenant = await startSimulatedTenant({ seed: 'tiny' });
});
afterEach(() => tenant.stop());

const app = (at = tenant) => at.apps.find(({ name }) => name === appName)!;
const consented = (scopes: readonly string[], personId: string | null = null): void => {
  app().delegatedConsents = [{ personId, scopes: [...scopes, 'openid', 'profile', 'email', 'offline_access'] }];
};

interface Asked {
  readonly options?: Partial<SignedInOptions>;
  readonly check?: Partial<CheckOptions>;
  /** What happens between the sign-in and the checks. */
  readonly then?: () => void;
  readonly at?: SimulatedTenant;
}

async function checksOf({ options = {}, check = {}, then, at = tenant }: Asked = {}): Promise<readonly CheckResult[]> {
  await using open = await signedInConnection(at, { login: ada, patience: impatient, ...options });
  then?.();
  return await runChecks(open, { clock: systemClock, signal: new AbortController().signal, ...check });
}

const of = (results: readonly CheckResult[], id: CheckId): CheckResult => results.find((result) => result.id === id)!;

describe('the checks of a person’s connection', () => {
  it('pass in their order where all is right, and read the own mailbox and one with Full Access', async () => {
    const check = { mailboxes: [ada, support], redirectUri: 'http://localhost:5000' };
    const results = await checksOf({ options: { capabilities: ['list-mailboxes', 'collect-mail'] }, check });
    const order = checkIdsOf('delegated');
    expect([...new Set(results.map(({ id }) => id))]).toEqual(order);
    expect(order).not.toContain('mailbox-allowed');
    expect(results.filter(({ result }) => result !== 'pass').map(({ id }) => id)).toEqual(['consent-breadth']);
    const allowed = results.filter(({ id }) => id === 'full-access-delegated');
    expect(allowed.map(({ cause }) => cause)).toEqual([
      expect.stringContaining('own mailbox'),
      expect.stringContaining('zero included'),
    ]);
    expect(isUsable(results)).toBe(true);
  });

  it('choose the own mailbox of the signer when nobody names one', async () => {
    expect(of(await checksOf(), 'message-bytes')).toMatchObject({ mailbox: ada, result: 'pass' });
  });
});

describe('full-access-delegated', () => {
  const kinds: readonly NonNullable<NonNullable<SimulatedTenantOptions['switches']>['fullAccessRefusal']>[] = [
    'access-denied',
    'item-not-found',
    'empty',
  ];
  it.each(kinds)('finds a missing Full Access however the mailbox answers (%s)', async (fullAccessRefusal) => {
    await using at = await startSimulatedTenant({ seed: 'tiny', switches: { fullAccessRefusal } });
    const results = await checksOf({ at, check: { mailboxes: [ben] } });
    const found = of(results, 'full-access-delegated');
    expect(found).toMatchObject({ result: 'fail', mailbox: ben });
    expect(found.cause).toContain('a refusal, not an empty mailbox');
    expect(found.fix.join(' ')).toContain('24 hours');
    expect(of(results, 'mailbox-reachable').result).toBe('skipped');
    expect(isUsable(results)).toBe(false);
  });

  it('says that an open mailbox with nothing in it is empty', async () => {
    const { id } = tenant.tenant.addPerson({ userPrincipalName: 'new@tiny.example', mail: 'new@tiny.example' });
    tenant.tenant.fullAccess = [{ personId: tenant.tenant.person(ada)!.id, mailboxPersonId: id, from: 0, until: null }];
    const results = await checksOf({ check: { mailboxes: ['new@tiny.example'] } });
    expect(of(results, 'full-access-delegated').result).toBe('pass');
    expect(of(results, 'message-bytes').fix.join(' ')).toContain('empty, not refused');
  });

  it.each(['inbox', 'inbox,sentitems,msgfolderroot'])(
    'does not take shared folders for Full Access (%s)',
    async (names) => {
      const people = { personId: tenant.tenant.person(ada)!.id, mailboxPersonId: tenant.tenant.person(ben)!.id };
      tenant.tenant.fullAccess = [{ ...people, folders: names.split(','), from: 0, until: null }];
      const results = await checksOf({ check: { mailboxes: [ben] } });
      const found = of(results, 'full-access-delegated');
      expect(found).toMatchObject({ result: 'fail', mailbox: ben });
      expect(found.cause).toContain('folders of the mailbox are shared');
      expect(found.fix.join(' ')).toContain('fix pack');
      expect(isUsable(results)).toBe(false);
    },
  );

  it('tells a missing permission from a missing Full Access', async () => {
    consented(['User.Read', 'User.ReadBasic.All', 'Mail.Read']);
    const narrow = { login: ada, scopes: ['User.ReadBasic.All', 'Mail.Read'] };
    const results = await checksOf({ options: narrow, check: { mailboxes: [ada, support] } });
    const [own, other] = results.filter(({ id }) => id === 'full-access-delegated');
    expect(own?.result).toBe('pass');
    expect(other).toMatchObject({ result: 'fail', cause: expect.stringContaining('Mail.Read.Shared') as unknown });
    expect(of(results, 'permissions-enough')).toMatchObject({ result: 'warn' });
  });
});

describe('redirect-registered', () => {
  const redirect = async (redirectUri?: string): Promise<CheckResult> =>
    of(await checksOf(redirectUri === undefined ? {} : { check: { redirectUri } }), 'redirect-registered');

  it('passes for a registered address, on any port of the loopback', async () => {
    expect((await redirect('http://localhost:1234')).result).toBe('pass');
    app().redirectUris = ['https://chainmail.example/back', 'http://localhost'];
    expect((await redirect('https://chainmail.example/back')).result).toBe('pass');
  });

  it('names the exact address to register for one that is not', async () => {
    const found = await redirect('https://chainmail.example/other');
    expect(found).toMatchObject({ result: 'fail', evidence: { providerCode: 'AADSTS50011' } });
    expect(found.fix[0]).toBe('Register exactly this address: https://chainmail.example/other');
  });

  it('says when none is registered, and when none was asked about', async () => {
    expect((await redirect()).result).toBe('skipped');
    const results = await checksOf({
      check: { redirectUri: 'http://localhost' },
      then: () => {
        app().redirectUris = [];
      },
    });
    expect(of(results, 'redirect-registered')).toMatchObject({
      result: 'fail',
      evidence: { providerCode: 'AADSTS500113' },
    });
  });
});

describe('consent-breadth', () => {
  const all = ['User.Read', 'User.ReadBasic.All', 'Mail.Read', 'Mail.Read.Shared', 'Directory.Read.All'];
  const breadth = async (change: NonNullable<SignedInOptions['change']>): Promise<CheckResult> =>
    of(await checksOf({ options: { change } }), 'consent-breadth');

  it('tells a consent for the whole organisation, and warns where a personal one was meant', async () => {
    consented(all);
    expect(await breadth({ consentMeant: 'organization' })).toMatchObject({ result: 'pass' });
    const found = await breadth({ consentMeant: 'personal' });
    expect(found).toMatchObject({
      result: 'warn',
      cause: expect.stringContaining('everybody in the tenant') as unknown,
    });
    expect(found.fix.length).toBeGreaterThan(0);
  });

  it('tells a personal consent, and warns where one for everybody was meant', async () => {
    consented(all, tenant.tenant.person(ada)!.id);
    expect(await breadth({ consentMeant: 'personal' })).toMatchObject({
      result: 'pass',
      cause: expect.stringContaining('personal') as unknown,
    });
    expect(await breadth({ consentMeant: 'organization' })).toMatchObject({ result: 'warn' });
  });

  it('is skipped where the directory may not be read', async () => {
    expect((await breadth({ consentMeant: 'personal' })).result).toBe('skipped');
  });
});

describe('consent-given', () => {
  const wall = (code: number) => (): void => {
    tenant.tenant.signInRules.walls = [{ code, personId: null, clientId: null, at: 'refresh' }];
  };
  const causes: readonly (readonly [string, () => void])[] = [
    ['AADSTS50076', wall(50076)],
    ['AADSTS53003', wall(53003)],
    ['AADSTS53000', wall(53000)],
    ['AADSTS70043', wall(70043)],
    ['AADSTS50055', wall(50055)],
    ['AADSTS50105', () => (app().assignedTo = [])],
    ['AADSTS65001', () => (app().delegatedConsents = [])],
    [
      'AADSTS50173',
      () => (tenant.tenant.account(tenant.tenant.person(ada)!.id)!.tokensValidFrom = Number.MAX_SAFE_INTEGER / 2),
    ],
    ['AADSTS700082', () => tenant.tenant.clock.advance(91 * 86_400_000)],
  ];
  it.each(causes)('finds %s and says who signs in again', async (providerCode, then) => {
    const results = await checksOf({ then });
    const found = of(results, 'consent-given');
    expect(found).toMatchObject({ result: 'fail', evidence: { providerCode } });
    expect(found.fix.join(' ')).toContain(`${ada} signs in again`);
    expect(of(results, 'secret-valid').result).toBe('pass');
    expect(of(results, 'full-access-delegated').result).toBe('skipped');
    expect([...new Set(results.map(({ id }) => id))]).toEqual(checkIdsOf('delegated'));
  });

  it('leaves a wrong secret to its own check', async () => {
    const results = await checksOf({
      then: () => {
        app().secrets = [];
      },
    });
    expect(of(results, 'secret-valid')).toMatchObject({ result: 'fail', evidence: { providerCode: 'AADSTS7000215' } });
    expect(of(results, 'consent-given').result).toBe('skipped');
  });
});

describe('permissions of a person’s connection', () => {
  it('too many are named, with what could be done with them', async () => {
    consented([
      'User.Read',
      'User.ReadBasic.All',
      'Mail.Read',
      'Mail.Read.Shared',
      'Mail.Send',
      'Contacts.Read',
      'Mail.ReadBasic',
    ]);
    const results = await checksOf({ options: { capabilities: ['collect-mail'] } });
    const excess = of(results, 'permissions-excess');
    expect(excess.result).toBe('warn');
    expect(excess.fix).toEqual([
      expect.stringMatching(/Contacts\.Read: it shows data as ada/),
      expect.stringMatching(/Mail\.Send: .*could change things as ada/),
    ]);
    expect(of(results, 'readbasic-conflict')).toMatchObject({ result: 'warn' });
  });
});
