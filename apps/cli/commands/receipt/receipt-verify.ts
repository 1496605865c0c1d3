import type { CommandDefinition, Invocation } from '../../frame/command-definition.ts';
import { UsageError } from '../../frame/usage-error.ts';
import { checkFailed, done } from '../../exit-codes.ts';
import { counted } from '../../terminal/amounts.ts';

export const receiptVerify: CommandDefinition = {
  words: 'receipt verify',
  summary: 'verify a receipt, offline, with the public key and the packs',
  details:
    'Needs no data folder, no database and no network. Packs are looked for in --packs DIR, else beside the receipt, else in the vault of the data folder; where there are none, only the receipt itself is verified, and that is said. Exit code 4 when anything is wrong.',
  examples: [
    'receipt verify receipt.json --key SHA256:5e1f…',
    'receipt verify receipt.json --key public-key.pem --packs /media/evidence',
  ],
  shape: (command) =>
    command
      .argument('<file>', 'receipt, as `receipt show ID --json` wrote it')
      .requiredOption('--key <key>', 'fingerprint of the key you trust, or a file with the public key (PEM)')
      .option('--packs <dir>', 'folder with the packs, or a copy of them'),
  async run(invocation) {
    const { given, instance, terminal, signal } = invocation;
    const { readFile } = await import('node:fs/promises');
    const { verifyReceipt } = await import('#custody');
    const { findPacks } = await import('../../receipts/find-packs.ts');
    const { readTrustedKey } = await import('../../receipts/trusted-key.ts');
    const file = given.argument(0);
    const bytes = await readFile(file).catch((error: unknown) => {
      throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    });
    const trustedKey = await readTrustedKey(given.required('key', '--key'));
    const packs = await findPacks({ given: given.text('packs'), receipt: file, dataFolder: instance.dataFolder });
    const { passed, checks, receipt } = await verifyReceipt({
      bytes,
      trustedKey,
      ...(packs === null ? {} : { packs: packs.read(signal) }),
    });
    await record(invocation, { receipt: receipt.body.receiptId, passed });
    terminal.object({
      passed,
      checks,
      packs: packs === null ? null : { folder: packs.folder, files: packs.files },
      receipt: receipt.body.receiptId,
    });
    terminal.line(
      `Receipt ${receipt.body.receiptId} of collection ${receipt.body.collectionId}, matter ${receipt.body.matter.name}`,
    );
    for (const check of checks) {
      terminal.marked(
        check.passed ? { text: 'pass', tone: 'good' } : { text: 'fail', tone: 'bad' },
        `${check.name}: ${check.detail}`,
      );
    }
    if (packs === null) {
      terminal.marked(
        { text: 'skip', tone: 'warning' },
        'packs: there are none here, so the evidence itself was not looked at. Name them with --packs DIR.',
      );
    } else {
      terminal.line(terminal.paint('faint', `      looked at ${counted(packs.files, 'pack file')} in ${packs.folder}`));
    }
    return passed ? done : checkFailed;
  },
};

/** In the audit trail of a data folder that was named; without one nothing is opened. */
async function record(
  { given, instance, actor, clock }: Invocation,
  subject: { receipt: string; passed: boolean },
): Promise<void> {
  const { existsSync } = await import('node:fs');
  if (given.text('data') === undefined || !existsSync(instance.dataFolder)) return;
  const { recordAct } = await import('#custody');
  await recordAct(await instance.database(), { actor, action: 'receipt.verified', subject, at: clock.now() });
}
