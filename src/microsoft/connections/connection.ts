import type { ConnectionId } from '#evidence';
import { Failure } from '#evidence';
import type { Clock } from '#platform';
import type { CapabilityName } from '../capabilities/capability.ts';
import type { Cloud } from '../clouds/cloud.ts';
import type { GateReading, Gates } from '../graph/gate.ts';
import { processGates } from '../graph/gate.ts';
import type { Patience } from '../graph/retry.ts';
import type { GraphReader } from '../graph/transport.ts';
import { openTransport } from '../graph/transport.ts';
import { createDelegatedSignIn } from '../delegated/delegated-sign-in.ts';
import type { SignInMemory } from '../delegated/sign-in-memory.ts';
import type { Credential } from '../sign-in/credential.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { createSignIn } from '../sign-in/sign-in.ts';

/** The person whose sign-in a delegated connection rests on. */
export interface Signer {
  /** Object id in the tenant. */
  readonly id: string;
  readonly address: string;
  readonly name: string;
}

/** How we are allowed into a tenant, without the credential. */
export interface Connection {
  readonly id: ConnectionId;
  readonly name: string;
  /** `application`: by itself, into every mailbox it is let into. `delegated`: as the signer, into what they may open. */
  readonly kind: 'application' | 'delegated';
  /** Account id of the person whose connection it is: nobody else may use it. Null: of nobody in particular. */
  readonly owner: string | null;
  /** Null of an application. */
  readonly signer: Signer | null;
  /** Set when the signer has to sign in again; the code is one of the dictionary's. */
  readonly signInNeeded: { readonly since: Date; readonly code: string } | null;
  /** Whether the consent was meant for the signer alone or for the whole organisation; null when nobody said. */
  readonly consentMeant: ConsentBreadth | null;
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

export type ConsentBreadth = 'personal' | 'organization';

export interface OpenOptions {
  readonly clock: Clock;
  /** Where the sign-in of a delegated connection rests. */
  readonly memory?: SignInMemory;
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

/**
 * Opens a connection with its credential; a delegated one also needs the memory of its sign-in (Failure `bug`).
 * Nothing is sent before the first request.
 */
export function openWith(connection: Connection, credential: Credential, options: OpenOptions): OpenConnection {
  const { clock, gates = processGates, memory, ...transportOptions } = options;
  const { cloud, clientId } = connection;
  const signIn = signInOf(connection, credential, { clock, memory });
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

interface Signing {
  readonly clock: Clock;
  readonly memory: SignInMemory | undefined;
}

function signInOf(connection: Connection, credential: Credential, { clock, memory }: Signing): SignIn {
  const { cloud, clientId, signer } = connection;
  const identity = { cloud, tenant: connection.tenantId ?? connection.tenant, clientId, credential };
  if (signer === null) return createSignIn(identity, clock);
  if (memory === undefined)
    throw new Failure('bug', 'The sign-in of a delegated connection was not given.', {
      code: 'sign-in-memory-missing',
    });
  return createDelegatedSignIn({ ...identity, signerId: signer.id }, { memory, clock });
}
