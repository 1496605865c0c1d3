import type { AnyReceipt } from '#custody';
import type { CommandDefinition, Invocation } from '../../frame/command-definition.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { readGivenFile } from '../../frame/read-given-file.ts';
import { checkFailed, done } from '../../exit-codes.ts';

export const receiptVerify: CommandDefinition = {
  words: 'receipt verify',
  summary: 'verify a receipt, offline, with the public key and the packs, or the files that were handed out',
  details:
    'Needs no data folder, no database and no network. Packs are looked for in --packs DIR and below it, else beside the receipt, in packs/ or in a vault there, else in the vault of the data folder; where there are none, only the receipt itself is verified, and that is said. For the receipt of an export every file in --files DIR, else beside the receipt, is held against it. Exit code 4 when anything is wrong.',
  examples: [
    'receipt verify receipt.json --key SHA256:5e1f…',
    'receipt verify receipt.json --key public-key.pem --packs /media/evidence',
    'receipt verify handed-out/receipt.json --key SHA256:5e1f…',
  ],
  shape: (command) =>
    command
      .argument('<file>', 'receipt, as `receipt show ID --json` wrote it')
      .requiredOption('--key <key>', 'fingerprint of the key you trust, or a file with the public key (PEM)')
      .option('--packs <dir>', 'folder with the packs, or a copy of them')
      .option('--files <dir>', 'folder that was handed out, or a copy of it'),
  async run(invocation) {
    const { given, instance, terminal, signal } = invocation;
    const { isExportReceipt, parseReceipt, verifyReceipt } = await import('#custody');
    const { findEvidence } = await import('../../receipts/find-evidence.ts');
    const { readTrustedKey } = await import('../../receipts/trusted-key.ts');
    const file = given.argument(0);
    const bytes = await readGivenFile(file);
    const trustedKey = await readTrustedKey(given.required('key', '--key'));
    const isExport = isExportReceipt(parseReceipt(bytes).receipt);
    const evidence = await findEvidence({ given, receipt: file, dataFolder: instance.dataFolder, isExport });
    const { passed, checks, notCovered, receipt } = await verifyReceipt({
      bytes,
      trustedKey,
      ...evidence.open(signal),
    });
    await record(invocation, { receipt: receipt.body.receiptId, passed });
    terminal.object({ passed, checks, notCovered, ...evidence.stated, receipt: receipt.body.receiptId });
    terminal.line(`Receipt ${receipt.body.receiptId} of ${subjectOf(receipt)}, matter ${receipt.body.matter.name}`);
    for (const check of checks) {
      terminal.marked(
        check.passed ? { text: 'pass', tone: 'good' } : { text: 'FAIL', tone: 'bad' },
        `${check.name}: ${check.detail}`,
      );
    }
    if (evidence.isThere) for (const remark of notCovered) terminal.marked({ text: 'skip', tone: 'warning' }, remark);
    if (evidence.isThere) terminal.line(terminal.paint('faint', `      ${evidence.remark}`));
    else terminal.marked({ text: 'skip', tone: 'warning' }, evidence.remark);
    terminal.line(verdict({ passed, isEvidenceThere: evidence.isThere, isWhole: notCovered.length === 0 }, terminal));
    return passed ? done : checkFailed;
  },
};

function verdict(
  { passed, isEvidenceThere, isWhole }: { passed: boolean; isEvidenceThere: boolean; isWhole: boolean },
  { paint }: Terminal,
): string {
  if (!passed) return paint('bad', 'NOT VERIFIED: see what is marked FAIL.');
  if (isEvidenceThere && !isWhole)
    return paint('good', 'Verified: the receipt is genuine, and the bytes are what it states.');
  if (isEvidenceThere) return paint('good', 'Verified: the receipt is genuine, and the evidence is what it states.');
  return paint('warning', 'The receipt is genuine; the evidence itself was not looked at.');
}

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

function subjectOf({ body }: AnyReceipt): string {
  return 'exportId' in body ? `export ${body.exportId}` : `collection ${body.collectionId}`;
}
