import { inspect } from 'node:util';
import type { SimulatedTenant } from 'simulated-tenant';
import { startSimulatedTenant } from 'simulated-tenant';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '#evidence';
import { systemClock } from '#platform';
import { customCloud } from '../clouds/custom-endpoints.ts';
import { testCertificate } from '../testing-certificate.ts';
import type { Credential } from './credential.ts';
import { clientCertificate, clientSecret } from './credential.ts';
import type { SignIn } from './sign-in.ts';
import { createSignIn } from './sign-in.ts';

let tenant: SimulatedTenant;
const forever = new AbortController().signal;
const day = 86_400_000;

beforeAll(async () => {
  tenant = await startSimulatedTenant({ seed: 'tiny' });
});

afterAll(async () => {
  await tenant.stop();
});

function signIn(appName: string, change: { tenant?: string; clientId?: string; credential?: Credential } = {}): SignIn {
  const app = tenant.apps.find((known) => known.name === appName)!;
  return createSignIn(
    {
      cloud: customCloud({ login: tenant.url, graph: tenant.url }),
      tenant: change.tenant ?? tenant.tenantId,
      clientId: change.clientId ?? app.clientId,
      credential: change.credential ?? clientSecret(app.secrets[0]!.value),
    },
    systemClock,
  );
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(Failure);
  return thrown as Failure;
}

describe('signing in as an application', () => {
  it('works by secret, by directory id and by domain, and tells the permissions granted', async () => {
    for (const name of [tenant.tenantId, tenant.domain]) {
      await using service = signIn('chainmail', { tenant: name });
      const claims = await service.claims(forever);
      expect(claims.tenantId).toBe(tenant.tenantId);
      expect(claims.roles).toContain('Mail.Read');
    }
  });

  it('works by certificate (PS256) and is refused with another, an expired or a mismatched one', async () => {
    const now = Date.now();
    const made = testCertificate({ from: new Date(now - day), to: new Date(now + 90 * day) });
    const app = tenant.apps.find((known) => known.name === 'certificate')!;
    app.certificates = [
      {
        sha256: made.sha256,
        sha1: made.sha1,
        publicKeyPem: made.publicKeyPem,
        expires: tenant.tenant.clock.now() + day,
      },
    ];
    await using service = signIn('certificate', { credential: clientCertificate(made.pem) });
    expect((await service.claims(forever)).roles).toContain('Mail.Read');

    const stranger = testCertificate({ from: new Date(now - day), to: new Date(now + 90 * day) });
    await using unknown = signIn('certificate', { credential: clientCertificate(stranger.pem) });
    expect(await failureOf(unknown.token(forever))).toMatchObject({
      kind: 'denied',
      code: 'entra-certificate-unknown',
    });

    app.certificates = [{ ...app.certificates[0]!, expires: tenant.tenant.clock.now() - day }];
    await using expired = signIn('certificate', { credential: clientCertificate(made.pem) });
    expect(await failureOf(expired.token(forever))).toMatchObject({
      kind: 'denied',
      code: 'entra-certificate-expired',
    });

    app.certificates = [
      { ...app.certificates[0]!, expires: tenant.tenant.clock.now() + day, publicKeyPem: stranger.publicKeyPem },
    ];
    await using mismatched = signIn('certificate', { credential: clientCertificate(made.pem) });
    expect(await failureOf(mismatched.token(forever))).toMatchObject({ code: 'entra-certificate-key-mismatch' });
  });

  it('keeps its token until it is refused, then gets another once for everybody', async () => {
    await using service = signIn('chainmail');
    const before = tenant.log.counts().total;
    const [first, again] = [await service.token(forever), await service.token(forever)];
    expect(again).toBe(first);
    expect(tenant.log.counts().total).toBe(before + 1);
    const renewed = await Promise.all([
      service.token(forever, first),
      service.token(forever, first),
      service.token(forever, first),
    ]);
    expect(new Set(renewed).size).toBe(1);
    expect(tenant.log.counts().total).toBe(before + 2);
    expect(await service.token(forever, first)).toBe(renewed[0]);
  });

  const nobody = '99999999-9999-4999-8999-999999999999';
  it.each([
    {
      cause: 'a wrong secret',
      app: 'chainmail',
      change: { credential: clientSecret('abc8Q~wrong-secret-value') },
      code: 'entra-secret-wrong',
      providerCode: 'AADSTS7000215',
    },
    {
      cause: 'an expired secret',
      app: 'expired-secret',
      change: {},
      code: 'entra-secret-expired',
      providerCode: 'AADSTS7000222',
    },
    {
      cause: 'an unknown application',
      app: 'chainmail',
      change: { clientId: nobody },
      code: 'entra-app-unknown',
      providerCode: 'AADSTS700016',
    },
    {
      cause: 'a disabled application',
      app: 'disabled-app',
      change: {},
      code: 'entra-app-disabled',
      providerCode: 'AADSTS7000112',
    },
    {
      cause: 'an unknown tenant',
      app: 'chainmail',
      change: { tenant: nobody },
      code: 'entra-tenant-unknown',
      providerCode: 'AADSTS90002',
    },
  ])('says the cause of $cause', async ({ app, change, code, providerCode }) => {
    await using service = signIn(app, change);
    const failure = await failureOf(service.token(forever));
    expect(failure).toMatchObject({ code, evidence: { providerCode } });
    expect(failure.evidence.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    expect(failure.evidence.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(failure.fix).not.toBe('');
  });

  it('says so of a tenant that cannot be one, without asking', async () => {
    await using service = signIn('chainmail', { tenant: 'Lakeside Freight' });
    expect(await failureOf(service.token(forever))).toMatchObject({
      kind: 'not-found',
      code: 'entra-tenant-malformed',
    });
  });

  it('shows the credential in nothing that is thrown or can be printed', async () => {
    const value = 'abc8Q~this-must-never-appear';
    await using service = signIn('chainmail', { credential: clientSecret(value) });
    const failure = await failureOf(service.token(forever));
    for (const thing of [failure, failure.cause, service]) {
      const shown = `${inspect(thing, { depth: 30, showHidden: true, getters: true })}${JSON.stringify(thing)}${String(thing)}`;
      expect(shown).not.toContain('this-must-never-appear');
    }
    expect(failure.stack).not.toContain('this-must-never-appear');
  });

  it('tries again over passing faults', async () => {
    tenant.setFaults([
      { name: 'busy', match: { path: '/oauth2/v2.0/token' }, times: 2, action: { kind: 'unavailable' } },
    ]);
    await using service = signIn('chainmail');
    expect(await service.token(forever)).not.toBe('');
    tenant.setFaults([]);
  });
});
