import type { MatterId } from '#evidence';
import { countHits, findHits, parseKql, prepareSearch, type Search } from '#search';
import type { Finding } from './finding.ts';
import { indexBenchMail, keepBenchMail } from './search/bench-mail.ts';
import { mixedQueries } from './search/queries.ts';
import { indexWithMu, indexWithNotmuch, type Rival } from './search/rivals.ts';
import { openWorld, type World } from './world.ts';

const pageLength = 25;

/** Index time beside notmuch and mu on the same messages, and how long first pages and exact counts take. */
export async function benchSearch(messages: number): Promise<readonly Finding[]> {
  await using world = await openWorld();
  const { matter, maildir } = await keepBenchMail(world, messages);
  const seconds = await indexBenchMail(world, matter);
  const rivals = [await indexWithNotmuch(world.folder, maildir), await indexWithMu(world.folder, maildir)];
  return [
    ...rivals.map((rival) => beside(rival, { seconds, messages })),
    ...(await benchLatencies(world, matter, messages)),
  ];
}

function beside({ name, outcome }: Rival, own: { seconds: number; messages: number }): Finding {
  const rate = `${(own.messages / own.seconds).toFixed(0)} a second`;
  const what = `Index of ${String(own.messages)} messages, parsing included: time of ${name} beside ours`;
  const target = name === 'notmuch' ? 'at least 1' : 'for comparison';
  if ('skipped' in outcome) return { what, ratio: NaN, target, detail: `skipped: ${outcome.skipped}` };
  const theirs = (own.messages / outcome.seconds).toFixed(0);
  return {
    what,
    ratio: outcome.seconds / own.seconds,
    target,
    detail: `${rate}; ${name} ${outcome.version} ${theirs}`,
  };
}

export async function benchLatencies(
  { database }: World,
  matter: MatterId,
  messages: number,
): Promise<readonly Finding[]> {
  const searches: Search[] = [];
  for (const query of mixedQueries)
    searches.push(
      await prepareSearch(database.reader, { expression: parseKql(query), matters: [matter], now: new Date() }),
    );
  const pages = await timesOf(searches, (search) => findHits(database.reader, search, { limit: pageLength }));
  const counts = await timesOf(searches, (search) => countHits(database.reader, search));
  return [
    latency(`First page of ${String(mixedQueries.length)} mixed queries over ${String(messages)} messages`, pages, 100),
    latency(`Exact counts of the same`, counts, 1000),
  ];
}

/** Milliseconds of every query in each of three turns: the first turn is that of somebody who just came. */
async function timesOf(
  searches: readonly Search[],
  work: (search: Search) => Promise<unknown>,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn += 1)
    for (const search of searches) {
      const begun = performance.now();
      await work(search);
      times.push(performance.now() - begun);
    }
  return times;
}

function latency(what: string, times: readonly number[], target: number): Finding {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
  return {
    what: `${what}: 95th percentile in milliseconds`,
    ratio: at(0.95),
    target: `under ${String(target)}`,
    detail: `median ${at(0.5).toFixed(1)}, slowest ${at(1).toFixed(1)}`,
  };
}
