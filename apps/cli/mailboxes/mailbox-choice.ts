import type { MailboxChoice } from '../../workbench/mailboxes/choose-mailboxes.ts';
import type { Given } from '../frame/given.ts';
import { UsageError } from '../frame/usage-error.ts';
import { readMailboxList } from './mailbox-list-file.ts';

/** Reads --mailbox, --all-mailboxes or --mailboxes: exactly one of them, with the options that go with it. */
export async function readMailboxChoice(given: Given): Promise<MailboxChoice> {
  const names = given.texts('mailbox');
  const file = given.text('mailboxes');
  const all = given.flag('allMailboxes');
  const ways = [names.length > 0, file !== undefined, all].filter(Boolean).length;
  if (ways !== 1) {
    throw new UsageError(
      ways === 0 ? 'Which mailboxes?' : 'Mailboxes were chosen in more than one way.',
      'Give one of --mailbox ADDRESS …, --mailboxes FILE.csv or --all-mailboxes.',
    );
  }
  const exclusions = given.texts('exclude');
  if (exclusions.length > 0 && !all) throw new UsageError('--exclude goes with --all-mailboxes only.');
  const custodian = given.text('custodian');
  if (custodian !== undefined && names.length === 0)
    throw new UsageError(
      '--custodian goes with --mailbox only.',
      'A CSV file names the custodian in its second column.',
    );
  if (all) return { kind: 'all', exclusions };
  if (file !== undefined) return { kind: 'named', wanted: await readMailboxList(file) };
  return { kind: 'named', wanted: names.map((name) => ({ given: name, custodian: custodian ?? null, from: null })) };
}
