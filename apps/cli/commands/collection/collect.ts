import type { CommandDefinition } from '../../frame/command-definition.ts';
import { stoppingAtCheckpoint } from '../../frame/interruption.ts';
import { checkFailed } from '../../exit-codes.ts';
import { endOfCollection } from './end-of-collection.ts';

export const collect: CommandDefinition = {
  words: 'collect',
  summary: 'collect mailboxes into a matter, and keep what comes as evidence',
  details:
    'Visible folders, nested ones included; drafts in unless --no-drafts; deleted, purged and held mail of Recoverable Items in unless --no-recoverable; hidden folders with --hidden. A place that a mailbox does not have, or that may not be read, is named by the receipt. Dates are received dates; a plain date is a whole day, so --to 2026-01-31 includes the 31st. Connection and mailboxes are checked before anything is listed. With --query folders are not walked, neither hidden nor recoverable ones: the search of the service says what is listed, and it finds only what it has indexed; the receipt says so. Ctrl-C stops at a checkpoint; `collection resume` goes on. Exit code 3 when anything could not be had or understood.',
  examples: [
    'collect --connection acme --matter "Smith v. Acme" --mailbox alice@acme.example --from 2025-01-01 --to 2025-06-30',
    'collect --connection acme --matter "Smith v. Acme" --mailbox alice@acme.example bob@acme.example --custodian "Sales team"',
    'collect --connection acme --matter "Preservation 2026" --all-mailboxes --exclude ceo@acme.example',
    'collect --connection acme --matter "Smith v. Acme" --mailboxes people.csv --no-drafts --zone Europe/Berlin',
    'collect --connection acme --matter "Smith v. Acme" --mailbox alice@acme.example --hidden',
    'collect --connection acme --matter "Smith v. Acme" --mailbox alice@acme.example --query "subject:lease from:acme.example"',
  ],
  stops: { says: stoppingAtCheckpoint },
  shape: (command) =>
    command
      .requiredOption('--connection <name>', 'connection')
      .requiredOption('--matter <name>', 'the case it belongs to; made when it is new')
      .option('--mailbox <address...>', 'mailboxes, by primary address, alias or object id')
      .option('--custodian <name>', 'whose mail it is (default: the display name in the directory)')
      .option('--all-mailboxes', 'every mailbox of the tenant, each under its own custodian')
      .option('--exclude <address...>', 'with --all-mailboxes: leave these out')
      .option('--mailboxes <file>', 'CSV file: mailbox,custodian')
      .option('--from <date>', 'received on or after (2026-01-31, or an exact instant 2026-01-31T09:30:00Z)')
      .option('--to <date>', 'received on or before this day, or before this exact instant')
      .option('--zone <zone>', 'time zone of plain dates (default: UTC)')
      .option('--query <kql>', "only what the service's own search finds (Keyword Query Language)")
      .option('--no-drafts', 'leave drafts out')
      .option(
        '--recoverable',
        'look into Recoverable Items too: deleted, purged and held mail (default without --query)',
      )
      .option('--no-recoverable', 'leave Recoverable Items out')
      .option('--hidden', 'look into hidden folders too'),
  async run(invocation) {
    const { given, instance, terminal, clock, signal } = invocation;
    const { parseWindow } = await import('#evidence');
    const { readMailboxChoice } = await import('../../mailboxes/mailbox-choice.ts');
    const connection = given.required('connection', '--connection');
    const matter = given.required('matter', '--matter');
    const window = parseWindow({ from: given.text('from'), to: given.text('to'), zone: given.text('zone') });
    const choice = await readMailboxChoice(given);
    const { sourceQuery } = await import('../../../workbench/collections/source-query.ts');
    const { readQuery } = await import('../../search/read-query.ts');
    const text = given.text('query');
    const query = text === undefined ? null : sourceQuery(text, readQuery(terminal, text), clock.now());
    const { collectionOptions } = await import('../../../workbench/collections/collection-options.ts');
    const options = collectionOptions({
      drafts: given.flag('drafts'),
      hidden: given.choice('hidden'),
      recoverable: given.choice('recoverable'),
      query,
    });
    const { useConnection } = await import('../../../workbench/connections/connection-store.ts');
    const { beginAloud } = await import('../../collections/begin-aloud.ts');
    const { signingKey } = await import('../../../workbench/collections/carry-out.ts');
    const { carryOutAloud } = await import('../../collections/carry-out-aloud.ts');
    await instance.vault();
    await signingKey(invocation);
    const open = await useConnection(invocation, connection);
    const begun = await beginAloud(invocation, open, {
      matter,
      choice,
      window,
      options,
    });
    if (begun === null) return checkFailed;
    signal.throwIfAborted();
    terminal.note(`Collection ${begun}`);
    return endOfCollection(invocation, await carryOutAloud(invocation, begun, open));
  },
};
