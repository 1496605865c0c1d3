import type { CommandDefinition } from '../frame/command-definition.ts';
import { done } from '../exit-codes.ts';
import { counted } from '../terminal/amounts.ts';

export const mailboxList: CommandDefinition = {
  words: 'mailbox list',
  summary: 'list the mailboxes of a tenant',
  details:
    'From the directory: address, name, kind and licence. Whether a mailbox can be read is only known after `connection check NAME --mailbox ADDRESS`.',
  examples: ['mailbox list --connection acme', 'mailbox list --connection acme --json'],
  shape: (command) => command.requiredOption('--connection <name>', 'connection'),
  async run(invocation) {
    const { given, terminal, signal } = invocation;
    const { listPeople } = await import('#microsoft');
    const { useConnection } = await import('../connections/connection-store.ts');
    const { describePerson } = await import('../mailboxes/describe-person.ts');
    const open = await useConnection(invocation, given.required('connection', '--connection'));
    const rows = [];
    for await (const person of listPeople(open.directory, signal)) {
      const described = describePerson(person);
      terminal.object(described);
      rows.push([
        described.address,
        described.name,
        described.kind,
        described.isLicensed ? 'yes' : { text: 'no', tone: 'faint' as const },
        described.expectation === 'likely'
          ? { text: 'likely', tone: 'good' as const }
          : { text: described.expectation, tone: 'warning' as const },
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
