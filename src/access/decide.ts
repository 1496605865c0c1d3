import type { MatterId } from '#evidence';
import type { Caller, InstanceRole, MatterRole, TokenScope } from './roles.ts';

/** Who may do one thing. */
export type AccessRule =
  /** Whoever can reach the server, signed in or not. */
  | { readonly who: 'anybody' }
  /** Every person with an account. */
  | { readonly who: 'everybody'; readonly scope: TokenScope | null; readonly withTemporaryPassword?: true }
  /**
   * People with one of the instance roles, and members of the matter with one of the matter roles. Where the request
   * is about no single matter, the matter role may be that in any matter: the answer then holds only what is theirs.
   */
  | {
      readonly who: 'roles';
      readonly instance: readonly InstanceRole[];
      readonly matter: readonly MatterRole[];
      /** What a token must be made for; null where only a person in a browser may. */
      readonly scope: TokenScope | null;
      /** Whether it is open to anybody where only people at this machine can reach the server. */
      readonly openLocally?: true;
    };

export type Decision =
  | 'allowed'
  /** Nobody is signed in. */
  | 'sign-in'
  /** The temporary password must be changed first. */
  | 'change-password'
  /** The token was not made for this. */
  | 'out-of-scope'
  /** The person may know that it is there, but not do this. */
  | 'denied'
  /** The person may not know that the matter is there. */
  | 'hidden';

/** The one place that decides who may do what. `matter` is the one the request is about, null when it is about none. */
export function decide(rule: AccessRule, caller: Caller | null, matter: MatterId | null): Decision {
  if (rule.who === 'anybody') return 'allowed';
  if (caller === null) return 'sign-in';
  if (caller.person.disabledAt !== null) return 'sign-in';
  const isExcused = rule.who === 'everybody' && rule.withTemporaryPassword === true;
  if (caller.person.mustChangePassword && !isExcused) return 'change-password';
  const decision = rule.who === 'everybody' ? 'allowed' : decideByRole(rule, caller, matter);
  return decision === 'allowed' && !isInScope(rule.scope, caller) ? 'out-of-scope' : decision;
}

function decideByRole(rule: AccessRule & { who: 'roles' }, caller: Caller, matter: MatterId | null): Decision {
  if (rule.instance.includes(caller.person.instanceRole)) return 'allowed';
  const memberships = caller.memberships.filter((membership) => matter === null || membership.matter === matter);
  if (memberships.some(({ role }) => rule.matter.includes(role))) return 'allowed';
  return matter !== null && memberships.length === 0 ? 'hidden' : 'denied';
}

function isInScope(scope: TokenScope | null, caller: Caller): boolean {
  return caller.by.kind === 'session' || (scope !== null && caller.by.scopes.includes(scope));
}
