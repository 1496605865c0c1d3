import { programName, quoted } from '../../program-name.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { DemoTenant } from './demo-tenant.ts';

export interface WhatThereIs {
  readonly tenant: DemoTenant;
  readonly collection: string;
  readonly dataFolder: string;
  readonly staysUp: boolean;
}

/** Commands to paste, each with what it shows; those that need the tenant only while it is up. */
export function showWhatToTry(terminal: Terminal, { tenant, collection, dataFolder, staysUp }: WhatThereIs): void {
  const { name, puzzle } = tenant;
  const find = puzzle === null ? `'*' --count` : 'demurrage';
  const commands: (readonly [string, string])[] = [
    ['What was collected, folder by folder', `collection show ${collection}`],
    ['Find messages, with the language of Outlook and Purview', `search ${find} --matter ${quoted(tenant.matter)}`],
    ['The messages, as .eml files', `export --collection ${collection} --format eml --out ./handed-out`],
    ['The chain of everything that was done', 'audit verify'],
  ];
  if (puzzle !== null)
    commands.push([
      'What became of the mail of one day',
      `collection why --mailbox ${puzzle.mailbox} --date ${puzzle.date}`,
    ]);
  if (staysUp) {
    commands.push(
      ['Who else is there', `mailbox list --connection ${name}`],
      [
        'Collect again: nothing comes twice',
        `collect --connection ${name} --matter ${quoted(tenant.matter)} --mailbox ${tenant.mailboxes.join(' ')}`,
      ],
      ['Collect everybody', `collect --connection ${name} --matter Everybody --all-mailboxes`],
    );
  }
  terminal.line();
  terminal.line(terminal.paint('strong', staysUp ? 'Try, in a second terminal' : 'Try'));
  for (const [what, command] of commands) {
    terminal.line(`  ${terminal.paint('faint', `# ${what}`)}`);
    terminal.line(`  ${call(command, dataFolder)}`);
  }
  terminal.line();
  terminal.line(
    staysUp
      ? 'The tenant stays up until you press Ctrl-C here.'
      : `The data folder stays. To remove it: rm -r ${quoted(dataFolder)}`,
  );
}

function call(command: string, dataFolder: string): string {
  return `${programName()} ${command} --data ${quoted(dataFolder)}`;
}
