import type { MatterId } from '#evidence';

declare const brand: unique symbol;
export type PersonId = string & { readonly [brand]: 'PersonId' };
export type TokenId = string & { readonly [brand]: 'TokenId' };
export type SessionId = string & { readonly [brand]: 'SessionId' };

export const instanceRoles = ['administrator', 'auditor', 'member'] as const;
export type InstanceRole = (typeof instanceRoles)[number];

export const matterRoles = ['case-manager', 'uploader', 'reviewer', 'auditor'] as const;
export type MatterRole = (typeof matterRoles)[number];

/** What an API token may be used for; it never allows more than its person may. */
export const tokenScopes = ['read', 'collect', 'review', 'export', 'audit', 'administer', 'metrics'] as const;
export type TokenScope = (typeof tokenScopes)[number];

export interface Membership {
  readonly matter: MatterId;
  readonly matterName: string;
  readonly role: MatterRole;
  readonly mayCreateCustodians: boolean;
}

/** A person with an account, without anything secret. */
export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
  readonly instanceRole: InstanceRole;
  readonly twoFactor: boolean;
  readonly mustChangePassword: boolean;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
}

/** Who is asking, with everything that decides what they may do. */
export interface Caller {
  readonly person: Person;
  readonly memberships: readonly Membership[];
  readonly by:
    | { readonly kind: 'session'; readonly session: SessionId; readonly expiresAt: Date }
    | {
        readonly kind: 'token';
        readonly token: TokenId;
        readonly scopes: readonly TokenScope[];
        readonly lastUsedAt: Date | null;
      };
}

/** The person as the audit trail names them. */
export function actorOf(person: { readonly email: string }): string {
  return `person:${person.email}`;
}
