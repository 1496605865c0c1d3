import type { CommandDefinition } from '../../frame/command-definition.ts';
import { done } from '../../exit-codes.ts';

export const auditHead: CommandDefinition = {
  words: 'audit head',
  summary: 'write the newest entry of the audit trail, signed, to keep elsewhere',
  details:
    'Whoever owns this machine could write the whole trail anew. A head that is kept where they cannot write (a ticket, a mail to counsel, paper) shows it: `audit verify --head FILE`.',
  examples: ['audit head > head-2026-01-31.json'],
  async run({ instance, terminal, clock }) {
    const { exportAuditHead, openSigningKey } = await import('#custody');
    const database = await instance.database();
    const key = await openSigningKey({ dataFolder: instance.dataFolder, database, clock });
    terminal.raw(await exportAuditHead(database.reader, key, clock));
    return done;
  },
};
