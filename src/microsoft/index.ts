export * from './clouds/cloud.ts';
export * from './clouds/custom-endpoints.ts';
export * from './sign-in/credential.ts';
export { createSignIn, type ApplicationIdentity, type SignIn } from './sign-in/sign-in.ts';
export type { TokenClaims } from './sign-in/token-claims.ts';
export { openTransport } from './graph/transport.ts';
export type { GraphAnswer, GraphReader, GraphTransport, JsonRequest, TransportOptions } from './graph/transport.ts';
export type { GraphRequest, TokenSource } from './graph/persist.ts';
export type { AnswerFacts } from './graph/exchange.ts';
export { createGates, processGates, type Gate, type GateReading, type Gates } from './graph/gate.ts';
export { outlookLimits, type GateLimits } from './graph/budget.ts';
export { brisk, patient, type Patience } from './graph/retry.ts';
export { endlessPages, pageOf, pages } from './graph/page.ts';
export { query, segment } from './graph/target.ts';
export type { ErrorEntry, ProviderAnswer, RetryAdvice } from './errors/error-entry.ts';
export { entraErrors } from './errors/entra-errors.ts';
export { graphErrors } from './errors/graph-errors.ts';
export { entryOfCode, explain, type Provider } from './errors/dictionary.ts';
export {
  openWith,
  type Connection,
  type ConsentBreadth,
  type OpenConnection,
  type OpenOptions,
  type Signer,
} from './connections/connection.ts';
export { listPeople, resolveMailbox, type ResolvedMailbox } from './directory/directory.ts';
export type { MailboxPerson } from './directory/directory-person.ts';
export {
  addConnection,
  openChanged,
  openConnection,
  removeConnection,
  unreadableConnections,
  updateConnection,
} from './connections/connections.ts';
export type { ConnectionChange, NewConnection, OpenSaved, SavedConnection } from './connections/connections.ts';
export type { ConnectionStore } from './connections/connection-store.ts';
export { beginDelegatedSignIn } from './delegated/begin-sign-in.ts';
export type { BegunDelegatedSignIn, DelegatedSignInWish, SignInTarget } from './delegated/begin-sign-in.ts';
export type { SignInRegistration } from './delegated/registration.ts';
export { completeDelegatedSignIn } from './delegated/complete-sign-in.ts';
export type { CompletedDelegatedSignIn, DelegatedSignInAnswer } from './delegated/complete-sign-in.ts';
export { needsSignIn } from './delegated/needs-sign-in.ts';
export * from './capabilities/delegated-permission.ts';
export {
  connectionsOf,
  findConnection,
  hasSealedCredentials,
  listConnections,
  pageOfOwned,
  readConnection,
} from './connections/store.ts';
export * from './capabilities/capability.ts';
export * from './capabilities/permission.ts';
export { excessPermissions, type ExcessPermission } from './capabilities/excess.ts';
export { checkIdsOf, isUsable, type CheckId, type CheckResult } from './checks/check-result.ts';
export { runChecks, type CheckOptions, type MailboxTurn } from './checks/run-checks.ts';
export { listMailboxes, type ListedMailbox } from './directory/list-mailboxes.ts';
export { probeMailbox, readMailboxKind, type MailboxKind, type Reach } from './directory/probe-mailbox.ts';
export { reachMailbox } from './directory/reach-mailbox.ts';
export { fixPack, type FixPack } from './setup/fix-pack.ts';
export { consentNotice, type ConsentNotice } from './setup/consent-notice.ts';
export { connectionSetup, type ConnectionSetup } from './setup/connection-setup.ts';
