import { expect, test } from 'vitest';
import { Given } from '../frame/given.ts';
import { UsageError } from '../frame/usage-error.ts';
import { readMailboxChoice } from './mailbox-choice.ts';

function choose(options: Record<string, unknown>) {
  return readMailboxChoice(new Given([], options));
}

test('mailboxes are named, or all but the excluded', async () => {
  expect(await choose({ mailbox: ['a@x', 'b@x'], custodian: 'Sales' })).toEqual({
    kind: 'named',
    wanted: [
      { given: 'a@x', custodian: 'Sales', from: null },
      { given: 'b@x', custodian: 'Sales', from: null },
    ],
  });
  expect(await choose({ allMailboxes: true, exclude: ['a@x'] })).toEqual({ kind: 'all', exclusions: ['a@x'] });
});

test.each([
  [{}, 'Which mailboxes?'],
  [{ mailbox: ['a@x'], allMailboxes: true }, 'more than one way'],
  [{ mailboxes: 'people.csv', mailbox: ['a@x'] }, 'more than one way'],
  [{ mailbox: ['a@x'], exclude: ['b@x'] }, '--exclude goes with'],
  [{ allMailboxes: true, custodian: 'Sales' }, '--custodian goes with'],
  [{ mailboxes: '/no/such/file.csv' }, 'cannot be read'],
])('refuses %j', async (options, message) => {
  const refusal = choose(options);
  await expect(refusal).rejects.toThrow(UsageError);
  await expect(refusal).rejects.toThrow(message);
});
