import { expect, test } from 'vitest';
import type { MatterId } from '#evidence';
import type { Database } from '#platform';
import { processMatter } from '#processing';
import { findHits, indexMessages, parseKql, prepareSearch, type Hit } from '#search';
import { memoryVault } from '#vault';
import { mail } from '../../src/formats/testing.ts';
import { otherWays } from '../../src/search/testing.ts';
import { keepMail } from '../../src/processing/testing.ts';
import { testDatabase } from '../postgres.ts';

const first = Date.UTC(2026, 0, 1);

test('a cursor stays right while items are added: what was there comes once, whatever comes between', async () => {
  await using database: Database = await testDatabase();
  const vault = memoryVault();
  let matter: MatterId | null = null;
  let kept = 0;
  /** Messages of days spread over the year, so that some are newer than any cursor and some are older. */
  const keep = async (count: number): Promise<void> => {
    const messages = Array.from({ length: count }, () =>
      mail({ 'Message-ID': `<m${String((kept += 1))}@x>`, Subject: `Plan ${String(kept)}` }, 'the budget\r\n'),
    );
    const receivedAt = new Date(first + ((kept * 37) % 365) * 86_400_000);
    ({ matter } = await keepMail(database, vault, { messages, receivedAt }));
  };
  const index = async (): Promise<void> => {
    await processMatter({ database, vault, matter: matter!, parsers: 1 });
    await indexMessages({ database });
  };
  for (let day = 0; day < 12; day += 1) await keep(4);
  await index();
  const search = await prepareSearch(database.reader, {
    expression: parseKql('budget'),
    matters: [matter!],
    now: new Date(),
  });
  for (const way of [search, ...otherWays(search)]) {
    const before = (await findHits(database.reader, way, { limit: 10_000 })).hits.map(({ id }) => id);
    const seen: Hit[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await findHits(database.reader, way, { limit: 7, after: cursor ?? null });
      seen.push(...page.hits);
      cursor = page.next;
      if (seen.length !== 14) continue;
      for (let day = 0; day < 5; day += 1) await keep(2);
      await index();
    }
    const ids = seen.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(before.filter((id) => !ids.includes(id))).toEqual([]);
    const times = seen.map(({ received }) => received!.getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
  }
}, 60_000);
