import type { Simulation } from '../simulation.ts';
import type { SignInWall, Tenant } from '../model/contract.ts';
import { delegatedPermissions, openIdScopes } from '../sign-in/people/scopes.ts';
import { enterConsent } from '../sign-in/people/consents.ts';
import { wallCodes } from '../sign-in/people/walls.ts';
import { appOf, personNamed } from './app-actions.ts';
import { ControlError, type Fields } from './fields.ts';

export type PeopleAction =
  | 'grant-full-access'
  | 'revoke-full-access'
  | 'set-person'
  | 'revoke-sessions'
  | 'expire-refresh-tokens'
  | 'consent'
  | 'revoke-consent'
  | 'set-consent-policy'
  | 'set-walls';

/** Changes what people may do and what becomes of their sign-ins. Errors: ControlError 404, 400. */
export function changePeople(simulation: Simulation, action: PeopleAction, fields: Fields): unknown {
  const { tenant } = simulation;
  switch (action) {
    case 'grant-full-access':
    case 'revoke-full-access':
      return changeFullAccess(tenant, action, fields);
    case 'set-person':
      return setPerson(tenant, fields);
    case 'revoke-sessions':
      accountNamed(tenant, fields).tokensValidFrom = tenant.clock.now();
      return {};
    case 'expire-refresh-tokens':
      return expireRefreshTokens(simulation, fields);
    case 'consent':
    case 'revoke-consent':
      return changeConsent(tenant, action, fields);
    case 'set-consent-policy':
      return setConsentPolicy(tenant, fields);
    case 'set-walls':
      tenant.signInRules.walls = wallsOf(tenant, fields.raw('walls'));
      return { walls: tenant.signInRules.walls };
  }
}

/** `delayMs`: how long Exchange takes to know of it. `folders`: well-known names, where no more than these are shared. */
function changeFullAccess(tenant: Tenant, action: PeopleAction, fields: Fields): unknown {
  const mailboxPersonId = personNamed(tenant, fields.text('mailbox')).id;
  const personId = personNamed(tenant, fields.text('person')).id;
  const from = tenant.clock.now() + (fields.optionalNumber('delayMs') ?? 0);
  if (action === 'grant-full-access') {
    const folders = fields.optionalTexts('folders');
    const only = folders === undefined ? {} : { folders };
    tenant.fullAccess = [...tenant.fullAccess, { mailboxPersonId, personId, ...only, from, until: null }];
  } else {
    tenant.fullAccess = tenant.fullAccess.map((one) =>
      one.mailboxPersonId === mailboxPersonId && one.personId === personId ? { ...one, until: from } : one,
    );
  }
  return { fullAccess: tenant.fullAccess };
}

/** A new password revokes what was granted under the old one. */
function setPerson(tenant: Tenant, fields: Fields): unknown {
  const account = accountNamed(tenant, fields);
  const password = fields.optionalText('password');
  if (password !== undefined) {
    account.password = password;
    account.tokensValidFrom = tenant.clock.now();
  }
  account.isAdministrator = fields.optionalFlag('isAdministrator') ?? account.isAdministrator;
  return { isAdministrator: account.isAdministrator };
}

function accountNamed(tenant: Tenant, fields: Fields) {
  const name = fields.text('person');
  const account = tenant.account(personNamed(tenant, name).id);
  if (account === undefined) throw new ControlError(404, `'${name}' has no account to sign in with.`);
  return account;
}

/** As if nobody had used them for ninety days. */
function expireRefreshTokens({ tenant, grants }: Simulation, fields: Fields): unknown {
  const person = fields.optionalText('person');
  const app = fields.optionalText('app');
  const personId = person === undefined ? undefined : personNamed(tenant, person).id;
  const clientId = app === undefined ? undefined : appOf(tenant, app).clientId;
  const dying = [...grants.refreshTokens.values()].filter(
    (token) =>
      (personId === undefined || token.person.id === personId) &&
      (clientId === undefined || token.app.clientId === clientId),
  );
  for (const token of dying) token.expires = tenant.clock.now();
  return { expired: dying.length };
}

/** Without `person` for everybody. */
function changeConsent(tenant: Tenant, action: PeopleAction, fields: Fields): unknown {
  const app = appOf(tenant, fields.text('app'));
  const person = fields.optionalText('person');
  const personId = person === undefined ? null : personNamed(tenant, person).id;
  if (action === 'revoke-consent') {
    app.delegatedConsents = app.delegatedConsents.filter((consent) => consent.personId !== personId);
  } else {
    const scopes = fields.texts('scopes');
    const unknown = scopes.find((scope) => !delegatedPermissions.has(scope) && !openIdScopes.includes(scope));
    if (unknown !== undefined) throw new ControlError(400, `scopes: there is no delegated permission '${unknown}'`);
    enterConsent(app, personId, [...scopes, ...openIdScopes]);
  }
  return { delegatedConsents: app.delegatedConsents };
}

function setConsentPolicy({ signInRules }: Tenant, fields: Fields): unknown {
  const policy = fields.optionalText('userConsent') ?? signInRules.userConsent;
  if (policy !== 'everything' && policy !== 'all-but-mail' && policy !== 'administrators')
    throw new ControlError(400, "userConsent: expected 'everything', 'all-but-mail' or 'administrators'");
  signInRules.userConsent = policy;
  signInRules.approvalRequests = fields.optionalFlag('approvalRequests') ?? signInRules.approvalRequests;
  return { userConsent: policy, approvalRequests: signInRules.approvalRequests };
}

function wallsOf(tenant: Tenant, value: unknown): SignInWall[] {
  if (!Array.isArray(value)) throw new ControlError(400, 'walls: expected a list of objects');
  return value.map((given: unknown) => {
    const { code, person, app, at = 'both' } = given as Readonly<Record<string, unknown>>;
    if (typeof code !== 'number' || !wallCodes.includes(code))
      throw new ControlError(400, `walls.code: expected one of ${wallCodes.join(', ')}`);
    if (at !== 'page' && at !== 'refresh' && at !== 'both')
      throw new ControlError(400, "walls.at: expected 'page', 'refresh' or 'both'");
    return {
      code,
      personId: typeof person === 'string' ? personNamed(tenant, person).id : null,
      clientId: typeof app === 'string' ? appOf(tenant, app).clientId : null,
      at,
    };
  });
}
