import Type from 'typebox';
import { capabilityNames, checkIdsOf, cloudNames, type Connection } from '#microsoft';
import { exactly, Id, Instant, nullable, oneOf } from '../../http/schemas.ts';

export const Capabilities = Type.Array(oneOf(capabilityNames), { minItems: 1, maxItems: capabilityNames.length });
export const ConnectionName = Type.String({ minLength: 1, maxLength: 100 });

/** How an application proves itself: the value of a secret, or the text of a PEM file. Goes in, never comes out. */
export const CredentialText = Type.Union([
  exactly({
    kind: Type.Literal('secret'),
    value: Type.String({ minLength: 1, maxLength: 2000 }),
    expiresAt: Type.Optional(nullable(Instant)),
  }),
  exactly({ kind: Type.Literal('certificate'), pem: Type.String({ minLength: 1, maxLength: 100_000 }) }),
]);

/** An app registration, and where it is. */
export const registration = {
  tenant: Type.String({ minLength: 1, maxLength: 253 }),
  clientId: Type.String({ minLength: 1, maxLength: 100 }),
  cloud: Type.Optional(oneOf(cloudNames)),
  endpoints: Type.Optional(
    Type.String({ pattern: '^https?://', maxLength: 300, description: 'Another service that speaks both protocols' }),
  ),
};

const everyCheck = [...new Set([...checkIdsOf('application'), ...checkIdsOf('delegated')])];

export const CheckSchema = Type.Object({
  id: oneOf(everyCheck),
  mailbox: nullable(Type.String()),
  tried: Type.String(),
  result: oneOf(['pass', 'warn', 'fail', 'skipped']),
  cause: Type.String(),
  fix: Type.Array(Type.String()),
  evidence: Type.Unsafe<Readonly<Record<string, unknown>>>({ type: 'object', additionalProperties: true }),
  expiresAt: Type.Optional(Instant),
});

export const ConnectionSchema = Type.Object({
  id: Id,
  name: Type.String(),
  kind: oneOf(['application', 'delegated']),
  isMine: Type.Boolean({ description: 'Rests on my own sign-in: nobody else sees or uses it' }),
  mayManage: Type.Boolean(),
  signer: nullable(Type.Object({ address: Type.String(), name: Type.String() })),
  signInNeeded: nullable(Type.Object({ since: Instant, code: Type.String() })),
  consentMeant: nullable(oneOf(['personal', 'organization'])),
  state: oneOf(['unchecked', 'ready', 'failing', 'expired', 'sign-in-needed']),
  cloud: Type.String(),
  tenant: Type.String(),
  tenantId: nullable(Type.String()),
  clientId: Type.String(),
  credential: oneOf(['secret', 'certificate']),
  credentialExpiresAt: nullable(Instant),
  capabilities: Type.Array(oneOf(capabilityNames)),
  createdAt: Instant,
  updatedAt: Instant,
  lastChecks: nullable(Type.Object({ at: Instant, results: Type.Array(CheckSchema) })),
});

export type ConnectionState = 'unchecked' | 'ready' | 'failing' | 'expired' | 'sign-in-needed';

/** What one word says of a connection, before anybody opens it. */
export function stateOf(
  connection: Connection,
  of: { now: Date; results: readonly { result: string }[] | null },
): ConnectionState {
  if (connection.signInNeeded !== null) return 'sign-in-needed';
  if (connection.credentialExpiresAt !== null && connection.credentialExpiresAt <= of.now) return 'expired';
  if (of.results === null) return 'unchecked';
  return of.results.some(({ result }) => result === 'fail') ? 'failing' : 'ready';
}
