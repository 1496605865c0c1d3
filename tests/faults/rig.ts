import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CollectionId, ConnectionId, Window } from '#evidence';
import { everything } from '#evidence';
import {
  planCollection,
  reconcile,
  findCollection,
  runCollection,
  type CollectorSettings,
  type RunOptions,
} from '#collector';
import {
  clientSecret,
  createGates,
  customCloud,
  openWith,
  outlookLimits,
  type Connection,
  type OpenConnection,
  type OpenOptions,
} from '#microsoft';
import { newId, systemClock, type Database } from '#platform';
import { graphMail } from '#sources';
import { openDiskVault, type Vault } from '#vault';
import { startSimulatedTenant, type SimulatedTenant, type SimulatedTenantOptions } from 'simulated-tenant';
import { testDatabase } from '../postgres.ts';

/** A simulated tenant, a database and a vault with everything between them, for tests of the collector. */
export interface Rig extends AsyncDisposable {
  readonly tenant: SimulatedTenant;
  readonly database: Database;
  readonly vault: Vault;
  readonly connection: OpenConnection;
  readonly folder: string;
  plan(mailboxes: readonly string[], options?: PlanOptions): Promise<CollectionId>;
  run(collection: CollectionId, options?: Partial<RunOptions>): ReturnType<typeof runCollection>;
  reconciliation(collection: CollectionId): ReturnType<typeof reconcile>;
}

export interface PlanOptions {
  readonly matter?: string;
  readonly window?: Window;
  readonly drafts?: boolean;
  readonly hidden?: boolean;
  readonly recoverable?: boolean;
  /** In the form the service's search takes. */
  readonly search?: string;
}

/** Quick for tests: small checkpoints, short leases and waits. */
export const testSettings: Partial<CollectorSettings> = {
  checkpointItems: 7,
  checkpointMs: 300,
  leaseSeconds: 5,
  backoffMs: 5,
};

/**
 * `open` signs in to the tenant; by default the tenant's first app does. On a database of its own unless one is given,
 * which is closed with the rig.
 */
export async function startRig(
  options: SimulatedTenantOptions,
  open: (tenant: SimulatedTenant) => OpenConnection | Promise<OpenConnection> = connect,
  given?: Database,
): Promise<Rig> {
  const tenant = await startSimulatedTenant(options);
  const database = given ?? (await testDatabase());
  const folder = await mkdtemp(join(tmpdir(), 'chainmail-rig-'));
  const vault = await openDiskVault({ folder: join(folder, 'vault') });
  const connection = await open(tenant);
  return {
    tenant,
    database,
    vault,
    connection,
    folder,
    plan: (mailboxes, plan = {}) => planFor({ tenant, database, connection }, mailboxes, plan),
    run: (collection, run = {}) =>
      runCollection({
        database,
        vault,
        clock: systemClock,
        holder: `test ${String(process.pid)} ${newId()}`,
        collection,
        openSource: ({ sourceMailbox }) =>
          Promise.resolve(graphMail({ graph: connection.mailbox(sourceMailbox), mailbox: sourceMailbox })),
        signal: new AbortController().signal,
        settings: testSettings,
        ...run,
      }),
    reconciliation: async (collection) => reconcile(database.reader, await findCollection(database.reader, collection)),
    async [Symbol.asyncDispose]() {
      await connection[Symbol.asyncDispose]();
      await tenant.stop();
      await database[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface TenantAddress {
  readonly url: string;
  readonly tenantId: string;
  readonly apps: readonly { readonly clientId: string; readonly secrets: readonly { readonly value: string }[] }[];
}

/** A connection of the first app of a simulated tenant, with an allowance that no test uses up. */
export function connect(tenant: TenantAddress, open: Partial<OpenOptions> = {}): OpenConnection {
  const app = tenant.apps[0];
  const secret = app?.secrets[0];
  if (app === undefined || secret === undefined) throw new Error('the tenant has no app with a secret');
  const at = new Date();
  const connection: Connection = {
    id: newId<ConnectionId>(),
    name: 'test',
    kind: 'application',
    owner: null,
    signer: null,
    signInNeeded: null,
    consentMeant: null,
    cloud: customCloud({ login: tenant.url, graph: tenant.url }),
    tenant: tenant.tenantId,
    tenantId: tenant.tenantId,
    domain: null,
    clientId: app.clientId,
    credentialKind: 'secret',
    credentialExpiresAt: null,
    capabilities: ['collect-mail'],
    createdAt: at,
    updatedAt: at,
  };
  const clock = open.clock ?? systemClock;
  const gates = createGates(clock, { ...outlookLimits, requests: 1_000_000 });
  return openWith(connection, clientSecret(secret.value), { gates, ...open, clock });
}

async function planFor(
  world: { tenant: SimulatedTenant; database: Database; connection: OpenConnection },
  mailboxes: readonly string[],
  plan: PlanOptions,
): Promise<CollectionId> {
  const { connection } = world.connection;
  const people = mailboxes.map((address) => {
    const person = world.tenant.tenant.person(address);
    if (person === undefined) throw new Error(`no ${address}`);
    return person;
  });
  const planned = await planCollection(
    { database: world.database, clock: systemClock },
    {
      matter: plan.matter ?? 'Test matter',
      connection: {
        id: connection.id,
        name: connection.name,
        clientId: connection.clientId,
        tenant: world.tenant.tenantId,
      },
      startedBy: 'person:test',
      window: plan.window ?? everything,
      options: {
        drafts: plan.drafts ?? true,
        hidden: plan.hidden ?? false,
        recoverable: plan.recoverable ?? false,
        force: false,
        ...(plan.search === undefined ? {} : { query: { text: plan.search, search: plan.search } }),
      },
      mailboxes: people.map((person) => ({
        sourceMailbox: person.id,
        address: person.mail ?? person.userPrincipalName,
        displayName: person.displayName,
        custodian: person.displayName,
      })),
    },
  );
  return planned.id;
}
