import type { CommandDefinition } from '../../frame/command-definition.ts';
import { done } from '../../exit-codes.ts';

export const receiptKey: CommandDefinition = {
  words: 'receipt key',
  summary: 'print the public key that receipts are signed with, to hand out apart from them',
  details:
    'Whoever must be able to verify gets the fingerprint or the key from you by another way than the receipts: then nobody can sign in your place.',
  examples: ['receipt key', 'receipt key --json', 'receipt key --replace-lost'],
  shape: (command) =>
    command.option('--replace-lost', 'the key file is lost and there is no copy: sign with a new key from now on'),
  async run({ given, instance, terminal, clock, actor }) {
    const { openSigningKey, replaceLostSigningKey } = await import('#custody');
    const place = { dataFolder: instance.dataFolder, database: await instance.database(), clock };
    const key = given.flag('replaceLost') ? await replaceLostSigningKey(place, actor) : await openSigningKey(place);
    terminal.object({ fingerprint: key.fingerprint, publicKey: key.publicKeyPem });
    terminal.line(key.fingerprint);
    terminal.line(key.publicKeyPem.trimEnd());
    return done;
  },
};
