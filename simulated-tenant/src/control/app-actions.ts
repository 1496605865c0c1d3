import { createHash, randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import type { AppRegistration, ClientSecret, Person, Tenant } from '../model/contract.ts';
import { ControlError, type Fields } from './fields.ts';

export type AppAction =
  | 'grant'
  | 'revoke'
  | 'add-secret'
  | 'rotate-secret'
  | 'register-certificate'
  | 'set-policies'
  | 'set-rbac'
  | 'set-app';

const defaultLifetimeMs = 180 * 24 * 3_600_000;

/** Changes one app registration (`app`: its name or client id). Errors: ControlError 404, 400. */
export function changeApp(tenant: Tenant, action: AppAction, fields: Fields): unknown {
  const app = appOf(tenant, fields.text('app'));
  switch (action) {
    case 'grant':
    case 'revoke':
      return changeRoles(app, action, fields);
    case 'add-secret':
      return addSecret(tenant, app, fields);
    case 'rotate-secret':
      app.secrets = [];
      return addSecret(tenant, app, fields);
    case 'register-certificate':
      return registerCertificate(app, fields);
    case 'set-policies':
      app.accessPolicies = objects(fields, 'policies').map(policyOf);
      return { accessPolicies: app.accessPolicies };
    case 'set-rbac':
      app.rbac = objects(fields, 'assignments').map(assignmentOf);
      return { rbac: app.rbac };
    case 'set-app':
      app.enabled = fields.optionalFlag('enabled') ?? app.enabled;
      app.consented = fields.optionalFlag('consented') ?? app.consented;
      app.redirectUris = fields.optionalTexts('redirectUris') ?? app.redirectUris;
      app.publicRedirectUris = fields.optionalTexts('publicRedirectUris') ?? app.publicRedirectUris;
      app.listedScopes = fields.optionalTexts('listedScopes') ?? app.listedScopes;
      changeAssignment(tenant, app, fields);
      return appSummary(app);
  }
}

export function appOf(tenant: Tenant, name: string): AppRegistration {
  const app = tenant.apps.find((candidate) => candidate.name === name || candidate.clientId === name);
  if (app === undefined) throw new ControlError(404, `There is no app '${name}'.`);
  return app;
}

/** What can be set of an app, as it is. */
export function appSummary(app: AppRegistration): Record<string, unknown> {
  const { enabled, consented, redirectUris, publicRedirectUris, listedScopes, delegatedConsents, assignedTo } = app;
  return { enabled, consented, redirectUris, publicRedirectUris, listedScopes, delegatedConsents, assignedTo };
}

/** `assignedTo`: addresses of the only people who may sign in to it, or null for everybody. */
function changeAssignment(tenant: Tenant, app: AppRegistration, fields: Fields): void {
  if (fields.raw('assignedTo') === null) app.assignedTo = null;
  const named = fields.optionalTexts('assignedTo');
  if (named !== undefined) app.assignedTo = named.map((name) => personNamed(tenant, name).id);
}

/** Errors: ControlError 404. */
export function personNamed(tenant: Tenant, name: string): Person {
  const person = tenant.person(name);
  if (person === undefined) throw new ControlError(404, `There is no person '${name}'.`);
  return person;
}

function changeRoles(app: AppRegistration, action: 'grant' | 'revoke', fields: Fields): unknown {
  const resource = fields.optionalText('resource') ?? 'graph';
  if (resource !== 'graph' && resource !== 'exchange')
    throw new ControlError(400, "resource: expected 'graph' or 'exchange'");
  const named = fields.texts('roles');
  const held = app.roles[resource];
  const roles = action === 'grant' ? [...new Set([...held, ...named])] : held.filter((role) => !named.includes(role));
  app.roles = { ...app.roles, [resource]: roles };
  if (action === 'grant') app.consented = true;
  return { roles: app.roles };
}

function addSecret(tenant: Tenant, app: AppRegistration, fields: Fields): ClientSecret {
  const secret = {
    id: randomUUID(),
    value:
      fields.optionalText('value') ??
      `${randomBytes(3).toString('base64url').slice(0, 3)}8Q~${randomBytes(26).toString('base64url').slice(0, 34)}`,
    expires: tenant.clock.now() + (fields.optionalNumber('lifetimeMs') ?? defaultLifetimeMs),
  };
  app.secrets = [...app.secrets, secret];
  return secret;
}

/** `pem` is an X.509 certificate; its own end date applies unless `expires` (ISO) says otherwise. */
function registerCertificate(app: AppRegistration, fields: Fields): unknown {
  const certificate = parsedCertificate(fields.text('pem'));
  const digest = (name: string): Buffer => createHash(name).update(certificate.raw).digest();
  const added = {
    sha256: digest('sha256').toString('base64url'),
    sha1: digest('sha1').toString('hex'),
    publicKeyPem: certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    expires: Date.parse(fields.optionalText('expires') ?? certificate.validTo),
  };
  if (Number.isNaN(added.expires)) throw new ControlError(400, 'expires: expected an ISO time');
  app.certificates = [...app.certificates, added];
  return { sha256: added.sha256, sha1: added.sha1, expires: new Date(added.expires).toISOString() };
}

function parsedCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw new ControlError(400, `pem: not a certificate (${error instanceof Error ? error.message : String(error)})`);
  }
}

type Given = Readonly<Record<string, unknown>>;

function objects(fields: Fields, name: string): readonly Given[] {
  const value = fields.raw(name);
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'object' || one === null))
    throw new ControlError(400, `${name}: expected a list of objects`);
  return value as readonly Given[];
}

function policyOf({ right, members }: Given): AppRegistration['accessPolicies'][number] {
  if (right !== 'restrict' && right !== 'deny')
    throw new ControlError(400, "policies.right: expected 'restrict' or 'deny'");
  return { right, members: membersOf(members) };
}

function assignmentOf({ role, members }: Given): AppRegistration['rbac'][number] {
  if (typeof role !== 'string') throw new ControlError(400, 'assignments.role: expected text');
  return { role, members: members === null || members === undefined ? null : membersOf(members) };
}

function membersOf(members: unknown): string[] {
  if (!Array.isArray(members) || members.some((member) => typeof member !== 'string'))
    throw new ControlError(400, 'members: expected a list of addresses, ids or groups');
  return members as string[];
}
