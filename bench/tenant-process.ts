/** A simulated tenant in a process of its own, so that it does not share a thread with what is measured. */
import { startSimulatedTenant, type SimulatedTenantOptions } from 'simulated-tenant';

const options = JSON.parse(process.argv[2] ?? '{}') as SimulatedTenantOptions;
const tenant = await startSimulatedTenant({ logSize: 0, ...options });
process.on('message', (question) => {
  if (question === 'counts')
    process.send?.({ at: tenant.tenant.clock.now(), counts: tenant.log.counts(), meter: tenant.meter.readings() });
});
process.once('disconnect', () => {
  void tenant.stop().then(() => process.exit(0));
});
const { url, tenantId, mailboxes } = tenant;
process.send?.({
  pid: process.pid,
  url,
  tenantId,
  mailboxes,
  ids: mailboxes.map((address) => tenant.tenant.person(address)?.id ?? ''),
  apps: tenant.apps,
});
