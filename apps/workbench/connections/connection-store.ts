import type { Connection, ConnectionStore, OpenConnection } from '#microsoft';
import { brisk, findConnection, openConnection, patient } from '#microsoft';
import { Failure } from '#evidence';
import type { Work } from '../work.ts';

/** Where connections rest in this data folder. */
export async function connectionStore({ instance, clock }: Pick<Work, 'instance' | 'clock'>): Promise<ConnectionStore> {
  return { database: await instance.database(), box: await instance.secrets(), clock };
}

/** A saved connection, opened; it is closed with the instance. Checks are brisk: they report instead of waiting. */
export async function useConnection(
  work: Pick<Work, 'instance' | 'clock'>,
  nameOrId: string,
  patience: 'brisk' | 'patient' = 'patient',
): Promise<OpenConnection> {
  const options = { patience: patience === 'brisk' ? brisk : patient };
  return work.instance.use(await openConnection(await connectionStore(work), nameOrId, options));
}

/**
 * The connection a collection was made through: by its id, or by its name where it was removed and added anew.
 * Failure `not-found` when neither is there, `conflict` when the name now leads into another tenant.
 */
export async function useConnectionOf(
  work: Pick<Work, 'instance' | 'clock'>,
  collection: { connection: string; connectionName: string; tenant: string },
): Promise<OpenConnection> {
  const { reader } = await work.instance.database();
  const found =
    (await findConnection(reader, collection.connection)) ?? (await findConnection(reader, collection.connectionName));
  const open = await useConnection(work, found?.id ?? collection.connectionName);
  if (open.connection.tenantId === null || open.connection.tenantId === collection.tenant) return open;
  throw new Failure(
    'conflict',
    `The connection "${open.connection.name}" leads into another tenant than the collection was made in.`,
    {
      code: 'connection-other-tenant',
      fix: `Add a connection named "${collection.connectionName}" to tenant ${collection.tenant}.`,
    },
  );
}

/** A connection as a program reads it; there is no credential in it. */
export function connectionObject(connection: Connection): Record<string, unknown> {
  return {
    id: connection.id,
    name: connection.name,
    cloud: connection.cloud.name,
    endpoints: { login: connection.cloud.login, graph: connection.cloud.graph },
    tenant: connection.tenant,
    tenantId: connection.tenantId,
    clientId: connection.clientId,
    kind: connection.kind,
    signer: connection.signer,
    signInNeeded: connection.signInNeeded,
    credential: connection.credentialKind,
    credentialExpiresAt: connection.credentialExpiresAt,
    capabilities: connection.capabilities,
    createdAt: connection.createdAt,
    updatedAt: connection.updatedAt,
  };
}
