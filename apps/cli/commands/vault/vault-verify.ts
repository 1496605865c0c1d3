import type { CommandDefinition } from '../../frame/command-definition.ts';
import { checkFailed, done } from '../../exit-codes.ts';
import { count, counted } from '../../terminal/amounts.ts';

export const vaultVerify: CommandDefinition = {
  words: 'vault verify',
  summary: 'read every byte of the vault again and compare it with the catalogue',
  details:
    'Missing: known, but not there. Corrupt: there with other bytes. Orphan: there and not known. The hash chain of the audit trail is checked too. Exit code 4 when anything is wrong.',
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
      ['Audit trail', totals.auditChain],
    ]);
    for (const { kind, pack, member, detail } of problems) {
      terminal.marked({ text: kind, tone: 'bad' }, `${pack}${member === null ? '' : ` ${member}`}: ${detail}`);
    }
    terminal.line(
      isRight
        ? terminal.paint('good', 'Every byte is what it was.')
        : terminal.paint('bad', `${counted(problems.length, 'problem')} found.`),
    );
    return isRight ? done : checkFailed;
  },
};
