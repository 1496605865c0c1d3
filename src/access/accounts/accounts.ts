import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins';
import { PostgresDialect } from 'kysely';
import { logger, newId, type Database, type Secret } from '#platform';
import { isDisabled } from '../people/store-people.ts';
import { microsoftSignInPlugin, type MicrosoftSignIn } from '../microsoft/sign-in-plugin.ts';
import type { PersonId } from '../roles.ts';
import { accountTables, twoFactorTables } from './account-tables.ts';

export const passwordLength = { least: 12, most: 128 } as const;
export const sessionDays = 7;

export interface AccountsOptions {
  readonly database: Database;
  readonly key: Secret;
  /** Where people reach the server: `https://chainmail.example`. Never taken from a request. */
  readonly origin: string;
  /** Other names of the same server, on the same machine. */
  readonly otherOrigins: readonly string[];
  /** Sign-in with Microsoft, where it is set up. */
  readonly microsoft: MicrosoftSignIn | null;
}

/** Sign-in, sessions and two-factor sign-in, as the HTTP layer hands requests to it. */
export interface Accounts {
  /** Answers one request below `/api/auth`; only paths in the server's routes reach it. */
  handle(request: Request): Promise<Response>;
  /** The session of a request's cookie; null without one that is alive. */
  session(headers: Headers): Promise<AccountSession | null>;
}

export interface AccountSession {
  readonly session: string;
  readonly person: PersonId;
  readonly expiresAt: Date;
}

/** What a provider gave for its own services is of no use after the sign-in. */
const noTokens = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
};

function microsoftPlugins({ microsoft, database, origin }: AccountsOptions) {
  return microsoft === null ? [] : [microsoftSignInPlugin(microsoft, { reader: database.reader, origin })];
}

/** Opens the accounts library on our tables. It sends nothing anywhere: no telemetry, no mail. */
export function openAccounts(options: AccountsOptions): Accounts {
  const auth = betterAuth({
    appName: 'Chainmail',
    baseURL: options.origin,
    basePath: '/api/auth',
    secrets: [{ version: 1, value: options.key.reveal() }],
    trustedOrigins: [options.origin, ...options.otherOrigins],
    database: { dialect: new PostgresDialect({ pool: options.database.pool }), type: 'postgres', transaction: true },
    ...accountTables,
    session: { ...accountTables.session, expiresIn: sessionDays * 86_400, updateAge: 3600 },
    account: {
      ...accountTables.account,
      encryptOAuthTokens: true,
      updateAccountOnSignIn: false,
      accountLinking: { enabled: true, requireLocalEmailVerified: false, trustedProviders: [] },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
    },
    plugins: [twoFactor({ issuer: 'Chainmail', schema: twoFactorTables }), ...microsoftPlugins(options)],
    onAPIError: { errorURL: `${options.origin}/sign-in` },
    databaseHooks: {
      account: { create: { before: (account) => Promise.resolve({ data: { ...account, ...noTokens } }) } },
      session: {
        create: { before: async (session) => !(await isDisabled(options.database.reader, session.userId as PersonId)) },
      },
    },
    advanced: {
      cookiePrefix: 'chainmail',
      useSecureCookies: options.origin.startsWith('https:'),
      disableOriginCheck: false,
      disableCSRFCheck: false,
      // The server has set this header itself, from the socket or a proxy it trusts.
      ipAddress: { ipAddressHeaders: ['x-chainmail-address'] },
      database: { generateId: () => newId() },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { log: (level, message) => logger('access')[level]({ from: 'accounts' }, message) },
  });
  return {
    handle: (request) => auth.handler(request),
    async session(headers) {
      const found = await auth.api.getSession({ headers });
      if (found === null) return null;
      const { id, userId, expiresAt } = found.session;
      return { session: id, person: userId as PersonId, expiresAt: new Date(expiresAt) };
    },
  };
}
