import { randomBytes } from 'node:crypto';
import type { AppRegistration, Person } from '../../model/contract.ts';
import type { RedirectAddress } from './redirect-address.ts';

/** What was asked for by an authorization or a token request. */
export interface AskedScopes {
  /** Delegated permissions of Graph by their short names. */
  readonly graph: readonly string[];
  /** `.default`: whatever was consented to. */
  readonly isDefault: boolean;
  readonly openId: readonly string[];
}

export type ResponseMode = 'query' | 'fragment' | 'form_post';
export type Prompt = 'none' | 'login' | 'consent' | 'select_account';

/** An authorization request that is in order. */
export interface AuthorizeRequest {
  readonly app: AppRegistration;
  readonly redirect: RedirectAddress;
  readonly scopes: AskedScopes;
  readonly state: string | null;
  readonly nonce: string | null;
  readonly responseMode: ResponseMode;
  readonly challenge: { readonly method: 'S256' | 'plain'; readonly value: string } | null;
  readonly prompt: Prompt | null;
  readonly loginHint: string | null;
  /** The request as it came, for the forms of the pages. */
  readonly query: string;
}

/** A code on its way back to the application. Times are of the tenant's clock. */
export interface AuthorizationCode {
  readonly app: AppRegistration;
  readonly person: Person;
  readonly request: AuthorizeRequest;
  readonly signedInAt: number;
  readonly expires: number;
  redeemed: boolean;
}

export interface RefreshToken {
  readonly app: AppRegistration;
  readonly person: Person;
  readonly platform: 'web' | 'public';
  readonly issuedAt: number;
  /** When it ends unless it is used. */
  expires: number;
}

/** A device that waits until somebody signs in elsewhere. */
export interface DeviceCode {
  readonly app: AppRegistration;
  readonly userCode: string;
  readonly scopes: AskedScopes;
  readonly expires: number;
  outcome: 'pending' | 'declined' | { readonly person: Person; readonly signedInAt: number };
  redeemed: boolean;
}

/** Somebody at a page who is signed in and has still to consent. One use each. */
export interface Flow {
  readonly person: Person;
  readonly signedInAt: number;
  readonly request: AuthorizeRequest;
}

/** A browser in which somebody signed in. */
export interface Session {
  readonly person: Person;
  readonly signedInAt: number;
}

/** What one running tenant has handed out to people who sign in. */
export interface Grants {
  readonly codes: Map<string, AuthorizationCode>;
  readonly refreshTokens: Map<string, RefreshToken>;
  readonly deviceCodes: Map<string, DeviceCode>;
  readonly flows: Map<string, Flow>;
  readonly sessions: Map<string, Session>;
  /** What people asked administrators for on the page. */
  readonly approvalRequests: { readonly clientId: string; readonly address: string; readonly why: string }[];
}

export const createGrants = (): Grants => ({
  codes: new Map(),
  refreshTokens: new Map(),
  deviceCodes: new Map(),
  flows: new Map(),
  sessions: new Map(),
  approvalRequests: [],
});

const mostHeld = 10_000;

/** Keeps something under a new random key, the oldest making room. */
export function keep<Value>(held: Map<string, Value>, value: Value, prefix = ''): string {
  const key = `${prefix}${randomBytes(48).toString('base64url')}`;
  held.set(key, value);
  const [oldest] = held.keys();
  if (held.size > mostHeld && oldest !== undefined) held.delete(oldest);
  return key;
}

/** Takes something that is used once. */
export function take<Value>(held: Map<string, Value>, key: string): Value | undefined {
  const value = held.get(key);
  held.delete(key);
  return value;
}
