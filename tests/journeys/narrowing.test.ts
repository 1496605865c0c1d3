import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginJourney, takeTime, type Journey } from './journey.ts';

takeTime();

let journey: Journey;
beforeAll(async () => {
  journey = await beginJourney();
  await journey.connect();
});
afterAll(() => journey[Symbol.asyncDispose]());

test('collect --query lists what the search of the service finds, and receipt and table say so', async () => {
  const { tenant } = journey;
  const mailbox = tenant.tenant.mailbox(tenant.tenant.person(`ada.marsh@${tenant.domain}`)!.id)!;
  mailbox.deliver({ folder: 'inbox', subject: 'Zeppelin berth', text: 'x' });
  mailbox.deliver({ folder: 'sentitems', subject: 'Re: Zeppelin', text: 'x' });
  const ended = await journey.run(
    ...['collect', '--connection', 'tiny', '--matter', 'Narrowed', '--json'],
    ...['--mailbox', `ada.marsh@${tenant.domain}`, '--query', 'subject:zeppelin'],
  );
  expect(ended.code).toBe(0);
  expect(ended.last()).toMatchObject({ status: 'completed', listed: 2, kept: 2, exceptions: 0 });
  const receipt = await journey.run('receipt', 'show', String(ended.last()['collection']));
  expect(receipt.stdout).toContain('subject:zeppelin');
  expect(receipt.stdout).toContain('does not search items it has not indexed');
  const shown = await journey.run('collection', 'show', String(ended.last()['collection']));
  expect(shown.stdout).toContain('Folders were not walked');
});

test.each([
  ['folder:Inbox AND lease', 'The service cannot be asked for this query. folder:Inbox'],
  ['(lease', 'at the end of the query'],
])('a query the service cannot be asked for is refused before anything is planned: %s', async (query, said) => {
  const { tenant } = journey;
  const ended = await journey.run(
    ...['collect', '--connection', 'tiny', '--matter', 'Refused'],
    ...['--mailbox', `ada.marsh@${tenant.domain}`, '--query', query],
  );
  expect(ended.code).not.toBe(0);
  expect(ended.stderr.replaceAll(/\s+/g, ' ')).toContain(said);
});
