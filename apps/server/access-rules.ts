import type { AccessRule, InstanceRole, MatterRole, TokenScope } from '#access';

export const anybody: AccessRule = { who: 'anybody' };

export function everybody(scope: TokenScope | null, more: { withTemporaryPassword?: true } = {}): AccessRule {
  return { who: 'everybody', scope, ...more };
}

interface Roles {
  readonly instance?: readonly InstanceRole[];
  readonly matter?: readonly MatterRole[];
}

export function roles({ instance = [], matter = [] }: Roles, scope: TokenScope | null): AccessRule & { who: 'roles' } {
  return { who: 'roles', instance, matter, scope };
}
