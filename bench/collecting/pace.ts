import { createGates, outlookLimits } from '#microsoft';
import { systemClock, type Clock } from '#platform';
import type { Finding } from '../finding.ts';
import { collect, openWorld, startTenant } from '../world.ts';
import { bareLoop, listIds } from './bare-loop.ts';
import { sharesInWords, withShares } from './processor-shares.ts';

const latencyMs = 150;
const inFlight = 4;

/** With Exchange-like latency: how much of what four requests in flight allow is used, for some mailboxes at once. */
export async function benchLatency(mailboxes: number, messagesEach: number): Promise<Finding> {
  using tenant = await startTenant({
    scale: { people: mailboxes, messages: mailboxes * messagesEach, averageBytes: 10_000 },
    metering: { on: false },
    latency: { perRequestMs: latencyMs },
  });
  await using world = await openWorld();
  const before = await tenant.counts();
  const parties = { tenant: tenant.pid, postgres: world.postgres };
  const { value, shares } = await withShares(parties, () => collect(world, { tenant }));
  const requests = (await tenant.counts()).counts.total - before.counts.total;
  const ceiling = (mailboxes * inFlight * 1000) / latencyMs;
  const reached = requests / value.seconds;
  const noun = mailboxes === 1 ? 'mailbox' : 'mailboxes';
  return {
    what: `${String(mailboxes)} ${noun} of ${String(messagesEach)} messages, ${String(latencyMs)} ms a request: share of the ceiling of ${String(inFlight)} in flight each`,
    ratio: reached / ceiling,
    target: 'at least 0.95',
    detail: `${reached.toFixed(0)} requests a second of ${ceiling.toFixed(0)}, listing, counting and the closing pass included; ${value.seconds.toFixed(0)} s, ${sharesInWords(shares)}`,
  };
}

const windowMs = outlookLimits.windowMs;
const allowance = outlookLimits.requests;
const windows = 2;

/** The system's clock, so many times as fast. */
function acceleratedClock(rate: number): Clock {
  const started = { wall: systemClock.now().getTime(), monotonic: systemClock.monotonic() };
  const elapsed = (): number => (systemClock.monotonic() - started.monotonic) * rate;
  return {
    now: () => new Date(started.wall + elapsed()),
    monotonic: () => started.monotonic + elapsed(),
    sleep: (ms, signal) => systemClock.sleep(ms / rate, signal),
  };
}

/**
 * Under the real allowance of 10,000 requests in 10 minutes, on clocks of tenant and product that run faster: how much
 * earlier than it did request number 20,001 could have left, two windows after the first at best.
 */
export async function benchMetering(rate: number): Promise<readonly Finding[]> {
  const messages = windows * allowance + 200;
  using tenant = await startTenant({ scale: { people: 1, messages, averageBytes: 2_000 }, clock: { rate } });
  await using world = await openWorld();
  const clock = acceleratedClock(rate);
  const over = new AbortController();
  const watched = watchSpending(() => tenant.counts(), over.signal);
  const { kept } = await collect(world, { tenant, clock, gates: createGates(clock, outlookLimits) });
  over.abort();
  if (kept !== messages) throw new Error(`kept ${String(kept)} of ${String(messages)} messages`);
  const { first, later } = await watched;
  const [reading] = (await tenant.counts()).meter;
  const requests = reading?.requests ?? 0;
  const refused = reading?.refused ?? 0;
  return [
    {
      what: `${String(allowance)} requests in 10 minutes, on clocks ${String(rate)} times as fast: share of the allowance used over ${String(windows)} windows`,
      ratio: (windows * windowMs) / (later - first),
      target: 'at least 0.97',
      detail: `request ${String(windows * allowance + 1)} left ${((later - first) / 1000).toFixed(0)} s of the tenant's clock after the first, ${String((windows * windowMs) / 1000)} s at the earliest`,
    },
    {
      what: 'The same: percent of requests refused',
      ratio: (refused / requests) * 100,
      target: 'under 0.5',
      detail: `${String(refused)} of ${String(requests)}`,
    },
  ];
}

type Counts = Awaited<ReturnType<Awaited<ReturnType<typeof startTenant>>['counts']>>;

/** The tenant's times at which the first request of its mailbox was seen, and the one after the last whole window's. */
async function watchSpending(
  read: () => Promise<Counts>,
  over: AbortSignal,
): Promise<{ readonly first: number; readonly later: number }> {
  let first = Number.NaN;
  for (;;) {
    const { at, meter } = await read();
    const requests = meter.reduce((sum, reading) => sum + reading.requests - reading.refused, 0);
    if (requests > 0 && Number.isNaN(first)) first = at;
    if (requests > windows * allowance) return { first, later: at };
    if (over.aborted) throw new Error(`the collection ended after ${String(requests)} requests`);
    await systemClock.sleep(20);
  }
}

/** What the simulated tenant can do at most, so that nobody mistakes it for the collector's limit. */
export async function benchTenant(messages: number): Promise<readonly Finding[]> {
  using tenant = await startTenant({
    scale: { people: 1, messages, averageBytes: 10_000 },
    metering: { on: false },
  });
  const id = tenant.ids[0] ?? '';
  const ids = await listIds(tenant, id);
  await bareLoop(tenant, { id, messages: ids.slice(0, 2000) }, inFlight);
  const findings: Finding[] = [];
  for (const lanes of [inFlight, inFlight * 8]) {
    const seconds = await bareLoop(tenant, { id, messages: ids }, lanes);
    findings.push({
      what: `The simulated tenant's own ceiling: messages of about 10 KB a second to a bare loop, ${String(lanes)} in flight`,
      ratio: ids.length / seconds,
      target: 'for comparison',
      detail: `${String(ids.length)} messages in ${seconds.toFixed(1)} s`,
    });
  }
  return findings;
}
