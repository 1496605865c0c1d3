/** Collection of a mailbox beside a bare download loop, in one run. */
import { bareLoop, listIds } from './bare-loop.ts';
import { collect, openWorld, startTenant } from './world.ts';

const messages = Number(process.argv[2] ?? '20000');
using tenant = await startTenant({ scale: { people: 1, messages, averageBytes: 10_000 }, metering: { on: false } });
const id = tenant.ids[0] ?? '';
const ids = await listIds(tenant, id);
await bareLoop(tenant, [{ id, messages: ids.slice(0, 2000) }], 4);
const bare = await bareLoop(tenant, [{ id, messages: ids }], 4);
await using world = await openWorld();
const before = await tenant.counts();
const collected = await collect(world, tenant, [0]);
const after = await tenant.counts();
const requests = after.counts.total - before.counts.total;
process.stdout.write(
  `${JSON.stringify({
    messages: ids.length,
    kept: collected.kept,
    bareSeconds: bare,
    collectSeconds: collected.seconds,
    ratio: bare / collected.seconds,
    perSecond: collected.kept / collected.seconds,
    requestsPerMessage: requests / collected.kept,
  })}\n`,
);
