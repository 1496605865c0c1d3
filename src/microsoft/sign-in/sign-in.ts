import { ConfidentialClientApplication } from '@azure/msal-node';
import { Pool } from 'undici';
import { Failure } from '#evidence';
import type { Clock } from '#platform';
import type { Cloud } from '../clouds/cloud.ts';
import { clouds } from '../clouds/cloud.ts';
import { refusal } from '../errors/dictionary.ts';
import type { TokenSource } from '../graph/persist.ts';
import type { Credential } from './credential.ts';
import { privateKeyOf } from './credential.ts';
import { freshToken, holdToken, type FreshToken } from './hold-token.ts';
import type { SignInNetwork, SignInRefusal } from './sign-in-network.ts';
import { createSignInNetwork } from './sign-in-network.ts';
import type { TokenClaims } from './token-claims.ts';
import { readClaims } from './token-claims.ts';

/** Who signs in, and where. */
export interface ApplicationIdentity {
  readonly cloud: Cloud;
  /** Directory id or verified domain. */
  readonly tenant: string;
  readonly clientId: string;
  readonly credential: Credential;
}

export interface SignIn extends TokenSource, AsyncDisposable {
  /** The claims of the current token: what Graph will let the application do, as far as Entra knows. */
  claims(signal: AbortSignal): Promise<TokenClaims>;
  /** By how much the sign-in service's clock was ahead of ours at its last answer, in milliseconds; null before the first. */
  serviceAheadMs(): number | null;
}

/** The way to the sign-in service of a cloud. */
export interface Login extends AsyncDisposable {
  /** What MSAL believes to talk to: a custom cloud answers in place of the global one. */
  readonly authority: string;
  readonly network: SignInNetwork;
}

/** Opens the way to the sign-in service. Nothing is sent. */
export function openLogin(cloud: Cloud, clock: Clock): Login {
  const pool = new Pool(cloud.login, { connections: 4, connect: { timeout: 15_000 } });
  const authority = cloud.name === 'custom' ? clouds.global.login : cloud.login;
  return {
    authority,
    network: createSignInNetwork({ pool, authority, clock }),
    async [Symbol.asyncDispose]() {
      await pool.destroy();
    },
  };
}

const tenantForm = /^[A-Za-z0-9][A-Za-z0-9.-]*$/;

/**
 * Signs an application in by client credentials. Tokens stay in memory.
 * Throws the Failures of the Entra dictionary; none of them, nor anything reachable from them, holds the credential.
 */
export function createSignIn(identity: ApplicationIdentity, clock: Clock): SignIn {
  const { cloud } = identity;
  const login = openLogin(cloud, clock);
  const { authority, network } = login;
  let application: ConfidentialClientApplication | null = null;

  async function acquire(skipCache: boolean): Promise<FreshToken> {
    network.takeTrouble();
    try {
      application ??= createApplication(identity, authority, network);
      const scopes = [`${cloud.graphAudience}/.default`];
      const result = await application.acquireTokenByClientCredential({ scopes, skipCache });
      if (result === null || result.accessToken === '') throw new Error('no token');
      return freshToken(result);
    } catch (error) {
      throw signInFailure(error, network.takeTrouble(), clock.now());
    }
  }

  const token = holdToken(acquire, clock);
  return {
    token,
    async claims(signal) {
      return readClaims(await token(signal));
    },
    serviceAheadMs: () => network.serviceAheadMs(),
    [Symbol.asyncDispose]: () => login[Symbol.asyncDispose](),
  };
}

/** MSAL's application of an identity. Failure `not-found` for a tenant that is neither an id nor a domain. */
export function createApplication(
  identity: ApplicationIdentity,
  authority: string,
  network: SignInNetwork,
): ConfidentialClientApplication {
  if (!tenantForm.test(identity.tenant)) {
    throw new Failure('not-found', `"${identity.tenant}" is neither a directory id nor a domain.`, {
      code: 'entra-tenant-malformed',
      fix: 'Give the directory id (a GUID) or a verified domain such as contoso.onmicrosoft.com.',
    });
  }
  return new ConfidentialClientApplication({
    auth: {
      clientId: identity.clientId,
      authority: `${authority}/${identity.tenant}`,
      ...proofOf(identity.credential),
    },
    system: { networkClient: network.client },
  });
}

type Proof = { clientSecret: string } | { clientCertificate: { thumbprintSha256: string; privateKey: string } };

function proofOf(credential: Credential): Proof {
  switch (credential.kind) {
    case 'secret':
      return { clientSecret: credential.reveal() };
    case 'certificate':
      return {
        clientCertificate: { thumbprintSha256: credential.thumbprint, privateKey: privateKeyOf(credential.reveal()) },
      };
  }
}

/** What MSAL threw, or what the network saw, as a Failure of the dictionary. */
export function signInFailure(thrown: unknown, trouble: Failure | SignInRefusal | null, now: Date): Failure {
  if (trouble instanceof Failure) return trouble;
  if (trouble !== null) return refused(trouble, now);
  if (thrown instanceof Failure) return thrown;
  const name = thrown instanceof Error && 'errorCode' in thrown ? String(thrown.errorCode) : 'unknown';
  // What the library threw is not kept: it may refer to its configuration, which holds the credential.
  return new Failure('bug', `The sign-in library failed (${name}).`, {
    code: 'entra-library',
    fix: 'Check tenant and client id of the connection; if they are right, report it.',
    evidence: { providerCode: name, at: now.toISOString() },
  });
}

function refused(trouble: SignInRefusal, now: Date): Failure {
  const text = trouble.error_description ?? trouble.error;
  const inText = /AADSTS(\d+)/.exec(text)?.[1];
  const number = trouble.error_codes?.[0] ?? inText;
  return refusal('entra', {
    status: trouble.status,
    providerCodes: number === undefined ? [trouble.error] : [`AADSTS${String(number)}`],
    text: (text.split(/\s*Trace ID:/)[0] ?? text).trim(),
    requestId: trouble.trace_id,
    correlationId: trouble.correlation_id,
    at: now.toISOString(),
  });
}
