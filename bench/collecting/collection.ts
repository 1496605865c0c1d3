import type { Finding } from '../finding.ts';
import { collect, openWorld, startTenant, type BenchTenant } from '../world.ts';
import { bareLoop, listIds } from './bare-loop.ts';
import { sharesInWords, withShares } from './processor-shares.ts';

const inFlight = 4;

/** Collection of one mailbox beside a bare download loop with the same concurrency, before and after it, in one run. */
export async function benchCollection(messages: number): Promise<readonly Finding[]> {
  const { bare, seconds, requests, inWords } = await measure(messages);
  return [
    {
      what: `Collection of ${String(messages)} messages of about 10 KB without latency, beside a bare download loop (${String(inFlight)} in flight)`,
      ratio: bare.seconds / seconds,
      target: 'at least 0.6',
      detail: `${rate(messages, seconds)}; bare loop ${rate(messages, bare.seconds)}; ${inWords}; bare loop's own ${bare.own.toFixed(1)}, tenant ${bare.tenant.toFixed(1)}`,
    },
    {
      what: 'The same, by processor time: bare loop with its tenant beside collector, tenant and Postgres',
      ratio: bare.processor / requests.processor,
      target: 'for comparison',
      detail: 'what the ratio can reach on so few cores, whoever else works on the machine',
    },
    {
      what: 'Requests per message, everything included',
      ratio: requests.count / messages,
      target: 'at most 1.02',
      detail: `${String(requests.count)} requests`,
    },
  ];
}

/** Collections of growing mailboxes: what the largest costs a message beside what the smallest does. */
export async function benchGrowth(sizes: readonly number[]): Promise<readonly Finding[]> {
  const costs: { messages: number; seconds: number; processor: number }[] = [];
  for (const messages of sizes) {
    using tenant = await oneMailbox(messages);
    await using world = await openWorld();
    const parties = { tenant: tenant.pid, postgres: world.postgres };
    const { value, shares } = await withShares(parties, () => collect(world, { tenant }));
    costs.push({ messages, seconds: value.seconds, processor: shares.own + shares.postgres });
  }
  const perMessage = costs.map(({ messages, processor }) => processor / messages);
  const [first = 0, last = 0] = [perMessage[0], perMessage.at(-1)];
  return [
    {
      what: `Processor time a message of a collection of ${String(sizes.at(-1))} messages beside one of ${String(sizes[0])}`,
      ratio: last / first,
      target: 'at most 1.1',
      detail: costs
        .map(
          ({ messages, seconds, processor }) =>
            `${String(messages)}: ${rate(messages, seconds)}, ${((processor / messages) * 1000).toFixed(3)} ms of processor each`,
        )
        .join('; '),
    },
  ];
}

function oneMailbox(messages: number): Promise<BenchTenant> {
  return startTenant({ scale: { people: 1, messages, averageBytes: 10_000 }, metering: { on: false } });
}

async function measure(messages: number) {
  using tenant = await oneMailbox(messages);
  const id = tenant.ids[0] ?? '';
  const ids = await listIds(tenant, id);
  await bareLoop(tenant, { id, messages: ids.slice(0, 2000) }, inFlight);
  await using world = await openWorld();
  const parties = { tenant: tenant.pid, postgres: world.postgres };
  const bare = () => withShares(parties, () => bareLoop(tenant, { id, messages: ids }, inFlight));
  const first = await bare();
  const before = await tenant.counts();
  const collected = await withShares(parties, () => collect(world, { tenant }));
  const after = await tenant.counts();
  const second = await bare();
  const { kept, seconds } = collected.value;
  if (kept !== ids.length) throw new Error(`kept ${String(kept)} of ${String(ids.length)} messages`);
  const own = (first.shares.own + second.shares.own) / 2;
  const tenants = (first.shares.tenant + second.shares.tenant) / 2;
  const { shares } = collected;
  return {
    bare: { seconds: (first.value + second.value) / 2, own, tenant: tenants, processor: own + tenants },
    seconds,
    requests: {
      count: after.counts.total - before.counts.total,
      processor: shares.own + shares.tenant + shares.postgres,
    },
    inWords: sharesInWords(shares),
  };
}

function rate(messages: number, seconds: number): string {
  return `${(messages / seconds).toFixed(0)} a second`;
}
