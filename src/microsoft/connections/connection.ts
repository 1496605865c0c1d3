import type { ConnectionId } from '#evidence';
import type { Clock } from '#platform';
import type { CapabilityName } from '../capabilities/capability.ts';
import type { Cloud } from '../clouds/cloud.ts';
import type { GateReading, Gates } from '../graph/gate.ts';
import { processGates } from '../graph/gate.ts';
import type { Patience } from '../graph/retry.ts';
import type { GraphReader } from '../graph/transport.ts';
import { openTransport } from '../graph/transport.ts';
import type { Credential } from '../sign-in/credential.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { createSignIn } from '../sign-in/sign-in.ts';

/** How we are allowed into a tenant, without the credential. */
export interface Connection {
  readonly id: ConnectionId;
  readonly name: string;
  readonly cloud: Cloud;
  /** As it was given: directory id or verified domain. */
  readonly tenant: string;
  /** Directory id; null until a sign-in succeeded. */
  readonly tenantId: string | null;
  /** The verified domain it was given by; null when it was given by id. */
  readonly domain: string | null;
  readonly clientId: string;
  readonly credentialKind: Credential['kind'];
  readonly credentialExpiresAt: Date | null;
  readonly capabilities: readonly CapabilityName[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface OpenOptions {
  readonly clock: Clock;
  readonly gates?: Gates;
  readonly patience?: Patience;
  readonly headersTimeoutMs?: number;
  readonly bodyTimeoutMs?: number;
}

/** A connection in use: signed in when first needed, sockets shared, closed at the end. */
export interface OpenConnection extends AsyncDisposable {
  readonly connection: Connection;
  readonly signIn: SignIn;
  /** Reader for directory requests (people, applications). */
  readonly directory: GraphReader;
  /** Reader for one mailbox, by the object id of its account: it passes that mailbox's gate. */
  mailbox(id: string): GraphReader;
  /** How the gate of a mailbox stands. */
  gate(mailbox: string): GateReading;
  /** The first three characters of a client secret, by which the app registration shows it; null of a certificate. */
  secretHint(): string | null;
  /** The thumbprints of a certificate; null of a secret. */
  thumbprints(): { readonly sha1: string; readonly sha256: string } | null;
  /** By how much the service's clock was ahead of ours at its last answer (Graph's, else the sign-in's), in milliseconds; null before the first. */
  serviceAheadMs(): number | null;
}

/** Opens a connection with its credential. Nothing is sent before the first request. */
export function openWith(connection: Connection, credential: Credential, options: OpenOptions): OpenConnection {
  const { clock, gates = processGates, ...transportOptions } = options;
  const { cloud, clientId } = connection;
  const signIn = createSignIn({ cloud, tenant: connection.tenantId ?? connection.tenant, clientId, credential }, clock);
  const transport = openTransport({ origin: cloud.graph, tokens: signIn, clock, ...transportOptions });
  return {
    connection,
    signIn,
    directory: transport.reader(gates.of(clientId, null)),
    mailbox: (id) => transport.reader(gates.of(clientId, id)),
    gate: (id) => gates.of(clientId, id).reading(),
    secretHint: () => (credential.kind === 'secret' ? credential.reveal().slice(0, 3) : null),
    thumbprints: () =>
      credential.kind === 'certificate' ? { sha1: credential.thumbprintSha1, sha256: credential.thumbprint } : null,
    serviceAheadMs: () => transport.serviceAheadMs() ?? signIn.serviceAheadMs(),
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]();
      await signIn[Symbol.asyncDispose]();
      await gates.settle();
    },
  };
}
