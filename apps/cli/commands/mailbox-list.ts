import type { CommandDefinition } from '../frame/command-definition.ts';
import { done } from '../exit-codes.ts';
import { counted } from '../terminal/amounts.ts';

const tones = { there: 'good', likely: 'good', maybe: 'warning', none: 'faint' } as const;

export const mailboxList: CommandDefinition = {
  words: 'mailbox list',
  summary: 'list the mailboxes of a tenant',
  details:
    'From the directory: address, name, licence, and whether a mailbox is to be expected. With the capability tell-mailbox-kinds Exchange is asked what each mailbox is for. Whether one can be read is known after `connection check NAME --mailbox ADDRESS`.',
  examples: ['mailbox list --connection acme', 'mailbox list --connection acme --json'],
  shape: (command) => command.requiredOption('--connection <name>', 'connection'),
  async run(invocation) {
    const { given, terminal, signal } = invocation;
    const { useConnection } = await import('../../workbench/connections/connection-store.ts');
    const { describePeople } = await import('../../workbench/mailboxes/describe-people.ts');
    const open = await useConnection(invocation, given.required('connection', '--connection'));
    const rows = [];
    for await (const described of describePeople(open, signal)) {
      terminal.object(described);
      rows.push([
        described.address,
        described.name,
        described.kind,
        described.isLicensed === true
          ? 'yes'
          : { text: described.isLicensed === null ? 'not told' : 'no', tone: 'faint' as const },
        { text: described.expectation, tone: tones[described.expectation] },
        { text: described.aliases.join(', '), tone: 'faint' as const },
      ]);
    }
    terminal.table(
      [
        { title: 'Address', least: 20 },
        { title: 'Name', least: 12 },
        { title: 'Kind' },
        { title: 'Licensed' },
        { title: 'Mailbox' },
        { title: 'Aliases', least: 8 },
      ],
      rows,
    );
    terminal.line();
    terminal.line(
      `${counted(rows.length, 'account')}. Check the ones you mean: chainmail connection check ${open.connection.name} --mailbox ADDRESS`,
    );
    return done;
  },
};
