import type { ConnectionId } from '#evidence';
import { newId, systemClock } from '#platform';
import type { CapabilityName } from './capabilities/capability.ts';
import { capabilityNames } from './capabilities/capability.ts';
import { customCloud } from './clouds/custom-endpoints.ts';
import type { Connection, OpenConnection, OpenOptions } from './connections/connection.ts';
import { openWith } from './connections/connection.ts';
import { createGates } from './graph/gate.ts';
import type { Credential } from './sign-in/credential.ts';
import { clientSecret } from './sign-in/credential.ts';
import type { TenantAddress } from './testing-sign-in.ts';

export { testCertificate } from './testing-certificate.ts';
export { signedInConnection, type SignedInOptions, type TenantAddress } from './testing-sign-in.ts';

export interface TestConnectionOptions extends Partial<OpenOptions> {
  /** Name of the app registration; `chainmail` has all it needs. */
  readonly app?: string;
  readonly capabilities?: readonly CapabilityName[];
  readonly credential?: Credential;
  readonly change?: Partial<Connection>;
}

/** For tests: a connection to a simulated tenant that rests in no database, with gates of its own. */
export function testConnection(tenant: TenantAddress, options: TestConnectionOptions = {}): OpenConnection {
  const { app: name = 'chainmail', capabilities = capabilityNames, credential, change, ...open } = options;
  const app = tenant.apps.find((known) => known.name === name);
  if (app === undefined) throw new Error(`The tenant has no app "${name}".`);
  const clock = open.clock ?? systemClock;
  const now = clock.now();
  const proof = credential ?? clientSecret(app.secrets[0]?.value ?? 'none');
  const connection: Connection = {
    id: newId<ConnectionId>(),
    name,
    kind: 'application',
    owner: null,
    signer: null,
    signInNeeded: null,
    consentMeant: null,
    cloud: customCloud({ login: tenant.url, graph: tenant.url }),
    tenant: tenant.tenantId,
    tenantId: null,
    domain: null,
    clientId: app.clientId,
    credentialKind: proof.kind,
    credentialExpiresAt: proof.expiresAt,
    capabilities,
    createdAt: now,
    updatedAt: now,
    ...change,
  };
  return openWith(connection, proof, { gates: createGates(clock), ...open, clock });
}
