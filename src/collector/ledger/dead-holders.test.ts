import { expect, test } from 'vitest';
import { systemClock } from '#platform';
import { testDatabase } from '../../../tests/postgres.ts';
import { endHoldsOfDead } from './dead-holders.ts';
import { acquireLease } from './lease.ts';

test('the hold of a dead process ends at once, that of a living one stays', async () => {
  await using database = await testDatabase();
  const options = { database, clock: systemClock, seconds: 60 };
  const dead = await acquireLease({ ...options, holder: 'here/1/4711' }, 'mailbox:t:a');
  await acquireLease({ ...options, holder: 'here/1/4712' }, 'mailbox:t:b');
  expect(await endHoldsOfDead(database, (holder) => holder === 'here/1/4711')).toBe(1);

  const next = await acquireLease({ ...options, holder: 'here/1/4713' }, 'mailbox:t:a');
  expect(next.epoch).toBeGreaterThan(dead.epoch);
  await expect(acquireLease({ ...options, holder: 'here/1/4713' }, 'mailbox:t:b')).rejects.toMatchObject({
    code: 'lease-held',
  });
});
