import type { Static } from 'typebox';
import type { Caller } from '#access';
import type { CheckResult, Connection } from '#microsoft';
import type { CheckSchema, ConnectionSchema } from './connection-schemas.ts';
import { stateOf } from './connection-schemas.ts';
import { mayManage } from './may-use.ts';
import type { LastChecks } from './store-checks.ts';

/** A connection as its page shows it; there is no credential in it. */
export function showConnection(
  connection: Connection,
  of: { caller: Caller; now: Date; checks: LastChecks | undefined },
): Static<typeof ConnectionSchema> {
  const { signer, signInNeeded, credentialExpiresAt, consentMeant } = connection;
  const checks = of.checks ?? null;
  return {
    id: connection.id,
    name: connection.name,
    kind: connection.kind,
    isMine: connection.owner === of.caller.person.id,
    mayManage: mayManage(of.caller, connection),
    signer: signer === null ? null : { address: signer.address, name: signer.name },
    signInNeeded: signInNeeded === null ? null : { since: signInNeeded.since.toISOString(), code: signInNeeded.code },
    consentMeant,
    state: stateOf(connection, { now: of.now, results: checks?.results ?? null }),
    cloud: connection.cloud.name,
    tenant: connection.tenant,
    tenantId: connection.tenantId,
    clientId: connection.clientId,
    credential: connection.credentialKind,
    credentialExpiresAt: credentialExpiresAt?.toISOString() ?? learnedEnd(connection, checks),
    capabilities: [...connection.capabilities],
    createdAt: connection.createdAt.toISOString(),
    updatedAt: connection.updatedAt.toISOString(),
    lastChecks: checks === null ? null : { at: checks.at.toISOString(), results: checks.results.map(showCheck) },
  };
}

/** When the credential ends, as checks learned it of the service since it was given; a secret does not say it by itself. */
function learnedEnd({ updatedAt }: Connection, checks: LastChecks | null): string | null {
  if (checks === null || checks.at < updatedAt) return null;
  return checks.results.find(({ id }) => id === 'secret-valid')?.expiresAt ?? null;
}

export function showCheck(check: CheckResult): Static<typeof CheckSchema> {
  return { ...check, fix: [...check.fix], evidence: { ...check.evidence } };
}
