import type { VaultProblem } from '#collector';
import type { CommandDefinition } from '../../frame/command-definition.ts';
import { checkFailed, done } from '../../exit-codes.ts';
import { count, counted } from '../../terminal/amounts.ts';
import type { Terminal } from '../../terminal/terminal.ts';

export const vaultVerify: CommandDefinition = {
  words: 'vault verify',
  summary: 'read every byte of the vault again and compare it with the catalogue',
  details:
    'Counted in members of packs. Missing: known, but not there. Corrupt: there with other bytes. Orphan: there, and neither the catalogue nor the manifest of its pack knows it. Altered, counted in items: the catalogue says something else of an item or of a pack than the manifest of the pack or the audit trail does. With --json every problem is an object of its own before the last one. The hash chain of the audit trail is checked too. Exit code 4 when anything is wrong.',
  examples: ['vault verify', 'vault verify --json'],
  async run({ instance, terminal, clock, actor, signal }) {
    const { verifyVault } = await import('#collector');
    const { recordAct } = await import('#custody');
    const { ProgressBar } = await import('../../terminal/progress-bar.ts');
    const tools = { database: await instance.database(), vault: await instance.vault() };
    const { problems, ...totals } = await (async () => {
      using bar = new ProgressBar({ terminal, clock, title: 'Verifying', noun: ['pack', 'packs'] });
      return await verifyVault(tools, {
        signal,
        onPack: (packs, of) => {
          bar.update({ done: packs, expected: of });
        },
      });
    })();
    await recordAct(tools.database, { actor, action: 'vault.verified', subject: { ...totals }, at: clock.now() });
    for (const problem of problems) terminal.object({ problem });
    terminal.object(totals);
    const isRight = problems.length === 0 && totals.auditChain === 'intact';
    terminal.facts([
      ['Packs', count(totals.packs)],
      ['Blobs', count(totals.blobs)],
      ['Items', count(totals.items)],
      ['Missing', count(totals.missing)],
      ['Corrupt', count(totals.corrupt)],
      ['Orphans', count(totals.orphans)],
      ['Altered', count(totals.altered)],
      ['Audit trail', totals.auditChain],
    ]);
    showProblems(terminal, problems);
    terminal.line(
      isRight
        ? terminal.paint('good', 'Every byte is what it was.')
        : terminal.paint(
            'bad',
            `${counted(problems.length + (totals.auditChain === 'intact' ? 0 : 1), 'problem')} found.`,
          ),
    );
    return isRight ? done : checkFailed;
  },
};

const problemsShown = 20;
const mailboxesShown = 5;

function memberText(members: number, only: string | undefined): string {
  return members === 1 && only !== undefined ? `member ${only}` : counted(members, 'member');
}

/** The problems with whose items they hit; the rest is counted. */
function showProblems(terminal: Terminal, problems: readonly VaultProblem[]): void {
  for (const { kind, pack, members, digests, detail, hit } of problems.slice(0, problemsShown)) {
    const [only] = digests;
    const what = kind === 'altered' ? counted(members, 'item') : memberText(members, only);
    terminal.marked({ text: kind, tone: 'bad' }, `${pack}, ${what}: ${detail}`);
    for (const { mailbox, collection, items } of hit.slice(0, mailboxesShown))
      terminal.words(`${counted(items, 'item')} of ${mailbox}, collection ${collection}`, kind.length + 2);
    if (hit.length > mailboxesShown)
      terminal.words(`and ${count(hit.length - mailboxesShown)} more mailboxes`, kind.length + 2);
  }
  if (problems.length > problemsShown)
    terminal.line(`and ${count(problems.length - problemsShown)} more; --json lists them all`);
}
