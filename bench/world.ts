import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SimulatedTenantOptions } from 'simulated-tenant';
import { everything, type CollectionId, type ConnectionId } from '#evidence';
import { planCollection, runCollection } from '#collector';
import { clientSecret, createGates, customCloud, openWith, outlookLimits, type OpenConnection } from '#microsoft';
import { newId, openDatabase, startPostgres, systemClock, type Database } from '#platform';
import { graphMail } from '#sources';
import { openDiskVault, type Vault } from '#vault';

export interface BenchTenant extends Disposable {
  readonly url: string;
  readonly tenantId: string;
  readonly mailboxes: readonly string[];
  readonly ids: readonly string[];
  readonly apps: readonly { clientId: string; secrets: readonly { value: string }[] }[];
  counts(): Promise<{ counts: { total: number; byStatus: Record<string, number> } }>;
}

export async function startTenant(options: SimulatedTenantOptions): Promise<BenchTenant> {
  const child: ChildProcess = fork(new URL('./tenant-process.ts', import.meta.url).pathname, [JSON.stringify(options)]);
  const [ready] = (await once(child, 'message')) as [Omit<BenchTenant, 'counts'>];
  return {
    ...ready,
    async counts() {
      child.send('counts');
      const [answer] = (await once(child, 'message')) as [
        { counts: { total: number; byStatus: Record<string, number> } },
      ];
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
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      await postgres[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function connect(tenant: BenchTenant, requests = 10_000_000): OpenConnection {
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
  const gates = createGates(systemClock, { ...outlookLimits, requests });
  return openWith(connection, clientSecret(app?.secrets[0]?.value ?? ''), { clock: systemClock, gates });
}

/** Collects mailboxes of the tenant as one collection; returns the seconds the transfer took. */
export async function collect(
  world: World,
  tenant: BenchTenant,
  mailboxes: readonly number[],
): Promise<{ collection: CollectionId; seconds: number; kept: number }> {
  await using connection = connect(tenant);
  const { id } = await planCollection(
    { database: world.database, clock: systemClock },
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
      options: { drafts: true, force: false },
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
    clock: systemClock,
    holder: `bench ${String(process.pid)}`,
    collection: id,
    openSource: ({ sourceMailbox }) =>
      Promise.resolve(graphMail({ graph: connection.mailbox(sourceMailbox), mailbox: sourceMailbox })),
    signal: new AbortController().signal,
  });
  return { collection: id, seconds: (performance.now() - begun) / 1000, kept: outcome.counts.kept };
}
