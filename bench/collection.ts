import { bareLoop, listIds } from './bare-loop.ts';
import type { Finding } from './finding.ts';
import { collect, openWorld, startTenant } from './world.ts';

/** Collection of one mailbox beside a bare download loop with the same concurrency, in turns, in one run. */
export async function benchCollection(messages: number): Promise<readonly Finding[]> {
  using tenant = await startTenant({ scale: { people: 1, messages, averageBytes: 10_000 }, metering: { on: false } });
  const id = tenant.ids[0] ?? '';
  const ids = await listIds(tenant, id);
  await bareLoop(tenant, [{ id, messages: ids.slice(0, 2000) }], 4);
  const first = await bareLoop(tenant, [{ id, messages: ids }], 4);
  await using world = await openWorld();
  const before = await tenant.counts();
  const collected = await collect(world, tenant, [0]);
  const after = await tenant.counts();
  const second = await bareLoop(tenant, [{ id, messages: ids }], 4);
  if (collected.kept !== ids.length)
    throw new Error(`kept ${String(collected.kept)} of ${String(ids.length)} messages`);
  const bare = (first + second) / 2;
  const requests = after.counts.total - before.counts.total;
  return [
    {
      what: `Collection of ${String(messages)} messages of about 10 KB, no latency, beside a bare download loop (4 in flight)`,
      ratio: bare / collected.seconds,
      target: 'at least 0.6',
      detail: `${rate(ids.length / collected.seconds)} a second; bare loop ${rate(ids.length / bare)}, which is the simulated tenant's own ceiling here`,
    },
    {
      what: 'Requests per message, everything included',
      ratio: requests / collected.kept,
      target: 'at most 1.02',
      detail: `${String(requests)} requests`,
    },
  ];
}

/** With Exchange-like latency: how much of what four requests in flight allow is used, for some mailboxes at once. */
export async function benchLatency(mailboxes: number, messagesEach: number): Promise<Finding> {
  const latencyMs = 150;
  using tenant = await startTenant({
    scale: { people: mailboxes, messages: mailboxes * messagesEach, averageBytes: 10_000 },
    metering: { on: false },
    latency: { perRequestMs: latencyMs },
  });
  await using world = await openWorld();
  const before = await tenant.counts();
  const indexes = tenant.ids.map((_, index) => index);
  const collected = await collect(world, tenant, indexes);
  const requests = (await tenant.counts()).counts.total - before.counts.total;
  const ceiling = (mailboxes * 4 * 1000) / latencyMs;
  return {
    what: `${String(mailboxes)} mailboxes of ${String(messagesEach)} messages, 150 ms a request: share of the ceiling of 4 in flight each`,
    ratio: requests / collected.seconds / ceiling,
    target: 'at least 0.95 on a large mailbox',
    detail: `${rate(requests / collected.seconds)} requests a second of ${rate(ceiling)}; listing, counting and the closing pass included`,
  };
}

function rate(value: number): string {
  return value.toFixed(0);
}
