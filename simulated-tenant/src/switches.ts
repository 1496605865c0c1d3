/**
 * What is not known for sure about Microsoft's service, or differs between tenants.
 * Each default is the stricter or the more often reported behaviour.
 */
export interface Switches {
  /** Lifetime of an access token in seconds of the tenant's clock. */
  readonly tokenLifetimeSeconds: number;
  /** A batch with more than four requests for one mailbox gets inner 429s (`strict`) or is served four at a time. */
  readonly batch: 'strict' | 'queued';
  /** Body of a 503 made by a fault. */
  readonly serviceUnavailableBody: 'empty' | 'json';
  /** Message of the 403 for a mailbox outside an RBAC scope. */
  readonly rbacRefusal: 'access-denied' | 'raop';
  /** What a person without Full Access to a mailbox hears: a refusal, that it is not found, or lists with nothing in them. */
  readonly fullAccessRefusal: 'access-denied' | 'item-not-found' | 'empty';
  /** All app-only Exchange access needs an RBAC-for-Applications role, whatever Entra granted. */
  readonly enforceRbac: boolean;
  /** Default page of delta queries without `Prefer: odata.maxpagesize`. */
  readonly deltaPageSize: number;
  /** `$top` of a message delta caps the whole round. */
  readonly deltaTopIsTotal: boolean;
  /** Retry-After of a concurrency refusal, in seconds. */
  readonly concurrencyRetryAfterSeconds: number;
  /** Parts of an error_description are joined by this. */
  readonly signInErrorSeparator: ' ' | '\r\n';
  /** Milliseconds added to the Date header and to the clock that judges client assertions. */
  readonly wallClockSkewMs: number;
  /** How long after its creation an item is not yet found by `$search`, in seconds of the tenant's clock. */
  readonly searchIndexDelaySeconds: number;
  /** Immutable ids of items that `$search` never finds. */
  readonly searchNeverIndexed: readonly string[];
  /** Whether `messages` of a whole mailbox, listed, counted or searched, shows what lies in Recoverable Items. */
  readonly mailboxShowsRecoverable: boolean;
  /** How long the pages of a search can be gone on with, in seconds of the tenant's clock. */
  readonly searchTokenLifetimeSeconds: number;
}

export const defaultSwitches: Switches = {
  tokenLifetimeSeconds: 3599,
  batch: 'strict',
  serviceUnavailableBody: 'empty',
  rbacRefusal: 'access-denied',
  fullAccessRefusal: 'access-denied',
  enforceRbac: false,
  deltaPageSize: 10,
  deltaTopIsTotal: true,
  concurrencyRetryAfterSeconds: 10,
  signInErrorSeparator: ' ',
  wallClockSkewMs: 0,
  searchIndexDelaySeconds: 0,
  searchNeverIndexed: [],
  mailboxShowsRecoverable: false,
  searchTokenLifetimeSeconds: 900,
};
