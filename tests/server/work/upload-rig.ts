import { startSimulatedTenant, type SimulatedTenant, type SimulatedTenantOptions } from 'simulated-tenant';
import { addConnection, chooseCloud, clientSecret } from '#microsoft';
import { systemClock } from '#platform';
import { connectionStore } from '../../../apps/workbench/connections/connection-store.ts';
import { openInstance } from '../../../apps/workbench/compose.ts';
import { startServer, type Pace } from '../../../apps/server/index.ts';
import { emptyDatabase, dropDatabase } from '../../postgres.ts';
import pg from 'pg';
import { vi } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { administrator, Browser, type Json } from '../rig.ts';

const quick: Partial<Pace> = { sweepMs: 300, accessPollMs: 500 };

/** A tenant, a server that may collect from it, an administrator who is case manager of one matter. */
export interface UploadRig extends AsyncDisposable {
  readonly tenant: SimulatedTenant;
  readonly url: string;
  readonly dataFolder: string;
  readonly databaseUrl: string;
  readonly matter: string;
  readonly manager: Browser;
  /** Somebody with a role in the matter, signed in. */
  member(name: string, role: string, more?: object): Promise<Browser>;
  /** Begins a collection and answers its id. */
  upload(mailboxes: readonly string[], more?: object): Promise<string>;
  /** Waits until the collection is in one of these phases. */
  until(id: string, ...phases: readonly string[]): Promise<Json>;
}

export interface UploadRigOptions {
  readonly tenant?: SimulatedTenantOptions;
  /** False ends the server again, for tests that start one as a process of its own. */
  readonly isServed?: boolean;
  readonly pace?: Partial<Pace>;
  /** The built browser application, for tests that look at its pages. */
  readonly webFolder?: string;
}

export async function uploadRig(options: UploadRigOptions = {}): Promise<UploadRig> {
  const tenant = await startSimulatedTenant(options.tenant ?? { seed: 'tiny', varyBytes: false });
  const dataFolder = await mkdtemp(join(tmpdir(), 'chainmail-work-'));
  const databaseUrl = await emptyDatabase('chainmail_template');
  const settings = { databaseUrl, port: '0', host: '127.0.0.1' };
  const instance = openInstance({ data: dataFolder, clock: systemClock, settings });
  const server = await startServer({
    instance,
    clock: systemClock,
    webFolder: options.webFolder ?? null,
    pace: { ...quick, ...options.pace },
  });
  const manager = new Browser(server.url);
  await manager.post('/api/v1/setup', administrator);
  const { email, password } = administrator;
  await manager.post('/api/auth/sign-in/email', { email, password });
  const [app] = tenant.apps;
  await addConnection(await connectionStore({ instance, clock: systemClock }), {
    name: 'tiny',
    cloud: await chooseCloud({ endpoints: tenant.url }),
    tenant: tenant.domain,
    clientId: app!.clientId,
    credential: clientSecret(app!.secrets[0]!.value),
    capabilities: ['list-mailboxes', 'collect-mail'],
  });
  const matter = String((await manager.post('/api/v1/matters', { name: 'Smith v. Acme' })).body.id);
  if (options.isServed === false) await server[Symbol.asyncDispose]();
  return {
    ...{ tenant, dataFolder, databaseUrl, matter, manager },
    url: server.url,
    member: (name, role, more) => member({ url: server.url, manager, matter }, { name, role, ...more }),
    async upload(mailboxes, more = {}) {
      const body = { connection: 'tiny', mailboxes: mailboxes.map((address) => ({ address })), ...more };
      const begun = await manager.post(`/api/v1/matters/${matter}/collections`, body);
      if (begun.status !== 201) throw new Error(begun.text);
      return String(begun.body.id);
    },
    until: (id, ...phases) => untilPhase(manager, id, phases),
    async [Symbol.asyncDispose]() {
      if (options.isServed !== false) await server[Symbol.asyncDispose]();
      await instance[Symbol.asyncDispose]();
      await tenant.stop();
      await dropDatabase(databaseUrl);
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

export async function untilPhase(browser: Browser, id: string, phases: readonly string[]): Promise<Json> {
  let last = '';
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await browser.get(`/api/v1/collections/${id}`);
    if (answer.status === 200 && phases.includes(answer.body.phase!)) return answer.body;
    last = answer.text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${id} did not become ${phases.join(' or ')}: ${last}`);
}

/** Waits until everything that was asked of a collection is done. */
export async function untilSettled({ databaseUrl }: UploadRig, id: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await vi.waitFor(
      async () => {
        const { rows } = await client.query<{ is_settled: boolean }>(
          'select is_settled from collection_orders where collection_id = $1',
          [id],
        );
        if (rows[0]?.is_settled !== true) throw new Error(`${id} is not settled`);
      },
      { timeout: 30_000, interval: 100 },
    );
  } finally {
    await client.end();
  }
}

async function member(
  { url, manager, matter }: { url: string; manager: Browser; matter: string },
  { name, role, ...more }: { name: string; role: string },
): Promise<Browser> {
  const email = `${name.toLowerCase()}@firm.example`;
  const invited = (await manager.post('/api/v1/people', { name, email, instanceRole: 'member' })).body;
  const temporary = String(invited.temporaryPassword);
  const browser = new Browser(url);
  await browser.post('/api/auth/sign-in/email', { email, password: temporary });
  await browser.post('/api/auth/change-password', {
    currentPassword: temporary,
    newPassword: `${name} has a password now`,
  });
  const person = String(invited.person?.id);
  const given = { role, mayCreateCustodians: false, ...more };
  const answer = await manager.ask('PUT', `/api/v1/matters/${matter}/members/${person}`, { body: given });
  if (answer.status >= 300) throw new Error(answer.text);
  return browser;
}
