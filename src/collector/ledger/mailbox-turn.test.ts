import { expect, test } from 'vitest';
import { systemClock } from '#platform';
import { testDatabase } from '../../../tests/postgres.ts';
import { acquireLease, mailboxLeaseKey } from './lease.ts';
import { inMailboxTurn } from './mailbox-turn.ts';

const mailbox = { tenant: 't', sourceMailbox: 'a' };
const signal = new AbortController().signal;

test('one process at a time has a mailbox, the others wait for their turn', async () => {
  await using database = await testDatabase();
  const options = { database, clock: systemClock, seconds: 30, patienceMs: 10_000, signal };
  let inside = 0;
  let most = 0;
  const turns = ['x', 'y', 'z'].map((holder) =>
    inMailboxTurn({ ...options, holder }, mailbox, async () => {
      inside += 1;
      most = Math.max(most, inside);
      await systemClock.sleep(50);
      inside -= 1;
      return holder;
    }),
  );
  expect((await Promise.all(turns)).sort()).toEqual(['x', 'y', 'z']);
  expect(most).toBe(1);
});

test('a mailbox that is kept is left alone; one whose work failed is free again', async () => {
  await using database = await testDatabase();
  const options = { database, clock: systemClock, holder: 'x', seconds: 30, patienceMs: 0, signal };
  const failing = inMailboxTurn(options, mailbox, () => Promise.reject(new Error('broke')));
  await expect(failing).rejects.toThrow('broke');
  await acquireLease({ ...options, holder: 'y' }, mailboxLeaseKey('t', 'a'));
  let isDone = false;
  const turn = await inMailboxTurn(options, mailbox, () => {
    isDone = true;
    return Promise.resolve('done');
  });
  expect(turn).toBeNull();
  expect(isDone).toBe(false);
});

test('a turn longer than the lease keeps it', async () => {
  await using database = await testDatabase();
  const options = { database, clock: systemClock, holder: 'x', seconds: 1, patienceMs: 0, signal };
  await inMailboxTurn(options, mailbox, async () => {
    await systemClock.sleep(1_500);
    await expect(acquireLease({ ...options, holder: 'y' }, mailboxLeaseKey('t', 'a'))).rejects.toMatchObject({
      code: 'lease-held',
    });
  });
});
