import type { AccountInfo, ConfidentialClientApplication } from '@azure/msal-node';
import type { Failure } from '#evidence';
import type { Clock } from '#platform';
import type { ApplicationIdentity, SignIn } from '../sign-in/sign-in.ts';
import { freshToken, holdToken, type FreshToken } from '../sign-in/hold-token.ts';
import { createApplication, openLogin, signInFailure } from '../sign-in/sign-in.ts';
import { readClaims } from '../sign-in/token-claims.ts';
import { needsSignIn, signInLost } from './needs-sign-in.ts';
import type { SignInMemory } from './sign-in-memory.ts';

/** An application that acts for a person. */
export interface DelegatedIdentity extends ApplicationIdentity {
  /** Object id of the person. */
  readonly signerId: string;
}

interface Loaded {
  readonly application: ConfidentialClientApplication;
  readonly version: number;
}

/**
 * Signs a person in from what is remembered of them: renews the access token, and what it is renewed with.
 * Asks for whatever was consented to, so that one permission taken back does not end the others.
 * Throws the Failures of the Entra dictionary, those that `needsSignIn` names after noting them in the memory; when the
 * person signed in anew meanwhile, that sign-in is used instead.
 */
export function createDelegatedSignIn(
  identity: DelegatedIdentity,
  { memory, clock }: { readonly memory: SignInMemory; readonly clock: Clock },
): SignIn {
  const login = openLogin(identity.cloud, clock);
  const { authority, network } = login;

  async function acquire(forceRefresh: boolean): Promise<FreshToken> {
    const loaded = await load();
    try {
      return await renew(loaded, forceRefresh);
    } catch (error) {
      const failure = failureOf(error);
      if (!needsSignIn(failure)) throw failure;
      // Signed in anew since it was read: that one counts.
      if ((await memory.read()).version !== loaded.version) return renewNewest();
      await memory.lose(loaded.version, failure);
      throw failure;
    }
  }

  function failureOf(error: unknown): Failure {
    const code = error instanceof Error && 'errorCode' in error ? error.errorCode : null;
    if (code === 'no_tokens_found' || code === 'refresh_token_expired') return signInLost();
    return signInFailure(error, network.takeTrouble(), clock.now());
  }

  async function renewNewest(): Promise<FreshToken> {
    try {
      return await renew(await load(), true);
    } catch (error) {
      throw failureOf(error);
    }
  }

  async function load(): Promise<Loaded> {
    const { text, version } = await memory.read();
    const application = createApplication(identity, authority, network);
    application.getTokenCache().deserialize(text);
    return { application, version };
  }

  async function renew({ application, version }: Loaded, forceRefresh: boolean): Promise<FreshToken> {
    network.takeTrouble();
    const account = await accountOf(application, identity.signerId);
    if (account === null) throw signInLost();
    const scopes = [`${identity.cloud.graphAudience}/.default`];
    const result = await application.acquireTokenSilent({ account, scopes, forceRefresh });
    const cache = application.getTokenCache();
    if (cache.hasChanged()) await memory.renew({ text: cache.serialize(), version });
    return freshToken(result);
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

async function accountOf(application: ConfidentialClientApplication, signerId: string): Promise<AccountInfo | null> {
  const accounts = await application.getTokenCache().getAllAccounts();
  return accounts.find(({ localAccountId }) => localAccountId === signerId) ?? null;
}
