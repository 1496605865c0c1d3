import type { ConnectionId, Failure } from '#evidence';
import { newId, systemClock } from '#platform';
import { capabilityNames, type CapabilityName } from './capabilities/capability.ts';
import { signInScopes } from './capabilities/delegated-permission.ts';
import { customCloud } from './clouds/custom-endpoints.ts';
import type { Connection, OpenConnection, OpenOptions } from './connections/connection.ts';
import { openWith } from './connections/connection.ts';
import { delegatedScopes } from './delegated/delegated-scopes.ts';
import type { SignInMemory } from './delegated/sign-in-memory.ts';
import { createGates } from './graph/gate.ts';
import { clientSecret } from './sign-in/credential.ts';
import { createApplication, openLogin } from './sign-in/sign-in.ts';

/** What a running simulated tenant tells of itself. */
export interface TenantAddress {
  readonly url: string;
  readonly tenantId: string;
  readonly apps: readonly {
    readonly name: string;
    readonly clientId: string;
    readonly secrets: readonly { readonly value: string }[];
  }[];
}

export interface SignedInOptions extends Partial<OpenOptions> {
  readonly login: string;
  readonly password?: string;
  /** An app registration to which everything was consented; `sign-in-consented` by default. */
  readonly app?: string;
  readonly capabilities?: readonly CapabilityName[];
  /** Delegated permissions to ask for instead of those that collecting mail needs. */
  readonly scopes?: readonly string[];
  readonly change?: Partial<Connection>;
}

const redirectUri = 'http://localhost';

/** For tests: a delegated connection of somebody of a simulated tenant, whose sign-in rests in memory. */
export async function signedInConnection(tenant: TenantAddress, options: SignedInOptions): Promise<OpenConnection> {
  const { login, password = 'Lake-view-2026', app: name = 'sign-in-consented', change, ...open } = options;
  const capabilities = options.capabilities ?? capabilityNames.filter((one) => one !== 'verify-grants');
  const app = tenant.apps.find((known) => known.name === name);
  if (app === undefined) throw new Error(`The tenant has no app "${name}".`);
  const cloud = customCloud({ login: tenant.url, graph: tenant.url });
  const credential = clientSecret(app.secrets[0]?.value ?? 'none');
  await using service = openLogin(cloud, systemClock);
  const identity = { cloud, tenant: tenant.tenantId, clientId: app.clientId, credential };
  const application = createApplication(identity, service.authority, service.network);
  const asked = options.scopes?.map((scope) => `${cloud.graphAudience}/${scope}`);
  const scopes =
    asked === undefined ? delegatedScopes(cloud, ['list-mailboxes', 'collect-mail']) : [...asked, ...signInScopes];
  const query = new URLSearchParams({
    client_id: app.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
  });
  const code = await codeOf(tenant, { request: query.toString(), login, passwd: password });
  const { account } = await application.acquireTokenByCode({ code, scopes, redirectUri });
  const now = (open.clock ?? systemClock).now();
  const connection: Connection = {
    id: newId<ConnectionId>(),
    name,
    kind: 'delegated',
    owner: null,
    signer: { id: account?.localAccountId ?? '', address: login, name: account?.name ?? login },
    signInNeeded: null,
    consentMeant: null,
    cloud,
    tenant: tenant.tenantId,
    tenantId: null,
    domain: null,
    clientId: app.clientId,
    credentialKind: 'secret',
    credentialExpiresAt: null,
    capabilities,
    createdAt: now,
    updatedAt: now,
    ...change,
  };
  const memory = memoryOf(application.getTokenCache().serialize());
  return openWith(connection, credential, { gates: createGates(systemClock), memory, clock: systemClock, ...open });
}

async function codeOf(tenant: TenantAddress, form: Record<string, string>): Promise<string> {
  const url = `${tenant.url}/${tenant.tenantId}/login`;
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  const code = new URL(answer.headers.get('location') ?? 'about:blank').searchParams.get('code');
  if (code === null) throw new Error(`Nobody signed in: ${await answer.text()}`);
  return code;
}

function memoryOf(text: string): SignInMemory {
  let held = text;
  let lost: Failure | null = null;
  return {
    read: () => (lost === null ? Promise.resolve({ text: held, version: 0 }) : Promise.reject(lost)),
    renew: (signIn) => {
      held = signIn.text;
      return Promise.resolve();
    },
    lose: (_version, failure) => {
      lost = failure;
      return Promise.resolve();
    },
  };
}
