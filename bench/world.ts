import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SimulatedTenantOptions } from 'simulated-tenant';
import { everything, type CollectionId, type ConnectionId } from '#evidence';
import { planCollection, runCollection } from '#collector';
import {
  clientSecret,
  createGates,
  customCloud,
  openWith,
  outlookLimits,
  type Gates,
  type OpenConnection,
} from '#microsoft';
import { newId, openDatabase, startPostgres, systemClock, type Clock, type Database } from '#platform';
import { graphMail } from '#sources';
import { openDiskVault, type Vault } from '#vault';

/** Where a simulated tenant is found, and who is in it. */
export interface TenantAddress {
  readonly pid: number;
  readonly url: string;
  readonly tenantId: string;
  readonly mailboxes: readonly string[];
  readonly ids: readonly string[];
  readonly apps: readonly { clientId: string; secrets: readonly { value: string }[] }[];
}

interface TenantCounts {
  /** By the tenant's clock. */
  readonly at: number;
  readonly counts: { readonly total: number };
  readonly meter: readonly { readonly requests: number; readonly refused: number }[];
}

export interface BenchTenant extends TenantAddress, Disposable {
  counts(): Promise<TenantCounts>;
}

/** Starts a simulated tenant in a process of its own. */
export async function startTenant(options: SimulatedTenantOptions): Promise<BenchTenant> {
  const program = fileURLToPath(new URL('./tenant-process.ts', import.meta.url));
  const child: ChildProcess = fork(program, [JSON.stringify(options)]);
  const [ready] = (await once(child, 'message')) as [TenantAddress];
  return {
    ...ready,
    async counts() {
      child.send('counts');
      const [answer] = (await once(child, 'message')) as [TenantCounts];
      return answer;
    },
    [Symbol.dispose]() {
      child.disconnect();
    },
  };
}

export interface World extends AsyncDisposable {
  readonly database: Database;
  readonly vault: Vault;
  readonly folder: string;
  /** Process id of the Postgres server. */
  readonly postgres: number;
}

/** A durable embedded Postgres and a disk vault, as in real use. */
export async function openWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'chainmail-bench-'));
  const postgres = await startPostgres(folder);
  const database = await openDatabase({ url: postgres.url });
  const vault = await openDiskVault({ folder: join(folder, 'vault') });
  return {
    database,
    vault,
    folder,
    postgres: postgres.pid,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      await postgres[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface ConnectOptions {
  readonly clock?: Clock;
  /** Those of an allowance that is never used up, unless told. */
  readonly gates?: Gates;
}

export function connect(tenant: TenantAddress, options: ConnectOptions = {}): OpenConnection {
  const app = tenant.apps[0];
  const at = new Date();
  const connection = {
    id: newId<ConnectionId>(),
    name: 'bench',
    kind: 'application' as const,
    owner: null,
    signer: null,
    signInNeeded: null,
    consentMeant: null,
    cloud: customCloud({ login: tenant.url, graph: tenant.url }),
    tenant: tenant.tenantId,
    tenantId: tenant.tenantId,
    domain: null,
    clientId: app?.clientId ?? '',
    credentialKind: 'secret' as const,
    credentialExpiresAt: null,
    capabilities: ['collect-mail' as const],
    createdAt: at,
    updatedAt: at,
  };
  const clock = options.clock ?? systemClock;
  const gates = options.gates ?? createGates(clock, { ...outlookLimits, requests: 10_000_000 });
  return openWith(connection, clientSecret(app?.secrets[0]?.value ?? ''), { clock, gates });
}

/** What a collection is measured with. */
export interface CollectOptions extends ConnectOptions {
  readonly tenant: TenantAddress;
  /** Places of mailboxes in the tenant's list; all of them unless told. */
  readonly mailboxes?: readonly number[];
}

export interface Collected {
  readonly collection: CollectionId;
  readonly seconds: number;
  readonly kept: number;
}

/** Collects mailboxes of the tenant as one collection; returns the seconds the transfer took. */
export async function collect(world: Pick<World, 'database' | 'vault'>, options: CollectOptions): Promise<Collected> {
  const { tenant } = options;
  const mailboxes = options.mailboxes ?? tenant.ids.map((_, index) => index);
  await using connection = connect(tenant, options);
  const clock = options.clock ?? systemClock;
  const { id } = await planCollection(
    { database: world.database, clock },
    {
      matter: `Bench ${newId()}`,
      connection: {
        id: connection.connection.id,
        name: 'bench',
        clientId: connection.connection.clientId,
        tenant: tenant.tenantId,
      },
      startedBy: 'person:bench',
      window: everything,
      options: { drafts: true, hidden: false, recoverable: false, force: false },
      mailboxes: mailboxes.map((index) => ({
        sourceMailbox: tenant.ids[index] ?? '',
        address: tenant.mailboxes[index] ?? '',
        displayName: tenant.mailboxes[index] ?? '',
        custodian: tenant.mailboxes[index] ?? '',
      })),
    },
  );
  const begun = performance.now();
  const outcome = await runCollection({
    database: world.database,
    vault: world.vault,
    clock,
    holder: `bench ${String(process.pid)}`,
    collection: id,
    openSource: ({ sourceMailbox }) =>
      Promise.resolve(graphMail({ graph: connection.mailbox(sourceMailbox), mailbox: sourceMailbox })),
    signal: new AbortController().signal,
  });
  return { collection: id, seconds: (performance.now() - begun) / 1000, kept: outcome.counts.kept };
}
