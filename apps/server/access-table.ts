import type { AccessRule, InstanceRole, MatterRole, TokenScope } from '#access';

const anybody: AccessRule = { who: 'anybody' };

function everybody(scope: TokenScope | null, more: { withTemporaryPassword?: true } = {}): AccessRule {
  return { who: 'everybody', scope, ...more };
}

interface Roles {
  readonly instance?: readonly InstanceRole[];
  readonly matter?: readonly MatterRole[];
}

function roles({ instance = [], matter = [] }: Roles, scope: TokenScope | null): AccessRule {
  return { who: 'roles', instance, matter, scope };
}

/**
 * Who may call which operation. A route without a row here does not start.
 * The scope is what an API token must have been made for; null: only a person in a browser.
 */
export const accessTable = {
  readHealth: anybody,
  readReadiness: anybody,
  readOpenApi: anybody,
  readErrorsPage: anybody,

  readSetUp: anybody,
  setUp: anybody,
  readSignInOptions: anybody,
  signIn: anybody,
  signOut: anybody,

  readMe: everybody('read', { withTemporaryPassword: true }),

  listMatters: everybody('read'),
  createMatter: roles({ instance: ['administrator'] }, 'administer'),
} as const satisfies Record<string, AccessRule>;
