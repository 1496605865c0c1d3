import type { AppRegistration } from './contract.ts';
import { seededBytes, seededGuid } from './random.ts';

const day = 86_400_000;

/** What a collector needs: mail, the kind of each mailbox, the people, and to see its own grants. */
export const fullRoles = ['User.Read.All', 'Mail.Read', 'MailboxSettings.Read', 'Application.Read.All'];

const openIdScopes = ['openid', 'profile', 'email', 'offline_access'];

/** What reading mail for a person who signs in takes: their own, and what Exchange lets them open besides. */
const delegatedScopes = ['User.Read', 'User.ReadBasic.All', 'Mail.Read', 'Mail.Read.Shared'];

type Difference = Partial<AppRegistration> & { readonly secretLife?: number };

/**
 * An app registration with ids and a secret that depend only on the tenant and the app's name.
 * The secret's id is not part of the secret, and people do confuse the two: both look the part.
 */
export function appRegistration(
  tenantId: string,
  now: number,
  given: Partial<AppRegistration> & { name: string },
): AppRegistration {
  const label = `${tenantId} app ${given.name}`;
  return {
    clientId: seededGuid(`${label} client`),
    objectId: seededGuid(`${label} object`),
    enabled: true,
    secrets: [clientSecret(label, now + 365 * day)],
    certificates: [],
    redirectUris: ['http://localhost'],
    publicRedirectUris: [],
    listedScopes: [],
    delegatedConsents: [],
    assignedTo: null,
    roles: { graph: [...fullRoles], exchange: [] },
    consented: true,
    accessPolicies: [],
    rbac: [],
    ...given,
  };
}

function clientSecret(label: string, expires: number) {
  // Entra's values: three characters, a digit, Q~, and 34 of letters, digits, dash, dot and tilde.
  const text = seededBytes(`${label} secret`, 32)
    .toString('base64')
    .replace(/\+/g, '-')
    .replace(/\//g, '.')
    .replace(/=/g, '~');
  return { id: seededGuid(`${label} secret id`), value: `${text.slice(0, 3)}8Q~${text.slice(3, 37)}`, expires };
}

/** The apps every tenant has: `chainmail` with all it needs, then one per lack, named for it. */
export function standardApps(tenantId: string, now: number, inScope: readonly string[]): AppRegistration[] {
  const without = (name: string): string[] => fullRoles.filter((role) => role !== name);
  const differences: Record<string, Difference> = {
    chainmail: {},
    'expired-secret': { secretLife: -3 * day },
    'expiring-secret': { secretLife: 20 * day },
    'no-consent': { consented: false },
    'no-mail-permission': { roles: { graph: without('Mail.Read'), exchange: [] } },
    'readbasic-only': { roles: { graph: [...without('Mail.Read'), 'Mail.ReadBasic.All'], exchange: [] } },
    'readbasic-beside-read': { roles: { graph: [...fullRoles, 'Mail.ReadBasic.All'], exchange: [] } },
    'excess-permissions': {
      roles: {
        graph: [...fullRoles, 'Mail.ReadWrite', 'Mail.Send', 'Directory.ReadWrite.All'],
        exchange: ['full_access_as_app'],
      },
    },
    'scoped-by-policy': { accessPolicies: [{ right: 'restrict', members: [...inScope] }] },
    'scoped-by-rbac': {
      roles: { graph: without('Mail.Read'), exchange: [] },
      rbac: [{ role: 'Application Mail.Read', members: [...inScope] }],
    },
    'disabled-app': { enabled: false },
    certificate: { secrets: [], certificates: [] },
    // For people who sign in: one that nobody consented to yet, and one that an administrator consented to for all.
    'sign-in': { roles: { graph: [], exchange: [] }, listedScopes: [...delegatedScopes] },
    'sign-in-consented': {
      roles: { graph: [], exchange: [] },
      listedScopes: [...delegatedScopes],
      delegatedConsents: [{ personId: null, scopes: [...delegatedScopes, ...openIdScopes] }],
    },
    'desktop-sign-in': {
      roles: { graph: [], exchange: [] },
      secrets: [],
      redirectUris: [],
      publicRedirectUris: ['http://localhost'],
      listedScopes: [...delegatedScopes],
    },
  };
  return Object.entries(differences).map(([name, { secretLife, ...difference }]) => {
    const label = `${tenantId} app ${name}`;
    const secrets = secretLife === undefined ? {} : { secrets: [clientSecret(label, now + secretLife)] };
    return appRegistration(tenantId, now, { name, ...secrets, ...difference });
  });
}
