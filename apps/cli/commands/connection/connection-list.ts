import type { Connection } from '#microsoft';
import type { CommandDefinition } from '../../frame/command-definition.ts';
import { done } from '../../exit-codes.ts';

export const connectionList: CommandDefinition = {
  words: 'connection list',
  summary: 'list the connections there are',
  details:
    'With --json, credentialExpiresAt is when the certificate or secret ends, or null where that is not known: a secret does not say it by itself. `connection check` looks it up where the connection may read its app registration.',
  examples: ['connection list', 'connection list --json'],
  async run({ instance, terminal }) {
    const { listConnections } = await import('#microsoft');
    const { connectionObject } = await import('../../../workbench/connections/connection-store.ts');
    const { reader } = await instance.database();
    const connections = await listConnections(reader);
    for (const connection of connections) terminal.object(connectionObject(connection));
    if (connections.length === 0) {
      terminal.line('There is no connection yet. Make one with `chainmail connection add`.');
      return done;
    }
    terminal.table(
      [
        { title: 'Name', least: 10 },
        { title: 'Tenant', least: 12 },
        { title: 'Cloud' },
        { title: 'Client id' },
        { title: 'Proves itself by' },
        { title: 'Capabilities', least: 12 },
      ],
      connections.map((connection) => {
        const { name, tenant, cloud, clientId, credentialKind, credentialExpiresAt, capabilities } = connection;
        const until = credentialExpiresAt === null ? '' : ` until ${credentialExpiresAt.toISOString().slice(0, 10)}`;
        const where = cloud.name === 'custom' ? `custom (${cloud.graph})` : cloud.name;
        return [
          name,
          tenant,
          where,
          clientId,
          `${credentialKind}${until}${signerOf(connection)}`,
          capabilities.join(', '),
        ];
      }),
    );
    return done;
  },
};

/** The person a delegated connection acts for, and whether they have to sign in again. */
function signerOf({ signer, signInNeeded }: Connection): string {
  if (signer === null) return '';
  return `, signed in as ${signer.address}${signInNeeded === null ? '' : ' (has to sign in again)'}`;
}
