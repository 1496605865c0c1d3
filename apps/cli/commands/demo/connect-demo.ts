import { Failure } from '#evidence';
import { addConnection, chooseCloud, clientSecret, findConnection, removeConnection } from '#microsoft';
import { recordAct } from '#custody';
import { connectionStore } from '../../../workbench/connections/connection-store.ts';
import type { Invocation } from '../../frame/command-definition.ts';
import type { DemoTenant } from './demo-tenant.ts';

/** Saves the connection to the simulated tenant; one that an earlier demo left has another port and is replaced. */
export async function connectDemo(invocation: Invocation, tenant: DemoTenant): Promise<void> {
  const { actor, clock } = invocation;
  const store = await connectionStore(invocation);
  const earlier = await findConnection(store.database.reader, tenant.name);
  if (earlier !== null && earlier.cloud.name !== 'custom') {
    throw new Failure('conflict', `This data folder has a connection "${tenant.name}" that is not a demo's.`, {
      code: 'demo-name-taken',
      fix: 'Give the demo a data folder of its own with --data DIR, or none.',
    });
  }
  if (earlier !== null) await removeConnection(store, earlier.id);
  const { connection } = await addConnection(store, {
    name: tenant.name,
    cloud: await chooseCloud({ endpoints: tenant.url }),
    tenant: tenant.directory,
    clientId: tenant.clientId,
    credential: clientSecret(tenant.secret),
    capabilities: ['list-mailboxes', 'collect-mail', 'tell-mailbox-kinds', 'verify-grants'],
  });
  const subject = {
    connection: connection.id,
    name: connection.name,
    clientId: connection.clientId,
    credential: 'secret',
  };
  await recordAct(store.database, { actor, action: 'connection.added', subject, at: clock.now() });
}
