import type { AppRegistration, Person, SignInWall } from '../../model/contract.ts';
import type { Simulation } from '../../simulation.ts';
import type { Refusal } from '../refusal.ts';

/** What Entra says when a rule of the tenant stops a sign-in. */
const texts: Readonly<Record<number, string>> = {
  50053: "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
  50055: 'The password is expired.',
  50072:
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication.',
  50076:
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
  50079:
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.',
  53000:
    "Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device isn't compliant.",
  53003: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  530032: "Blocked by tenant's Security policy.",
  70043: 'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.',
  700084:
    'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime, which cannot be extended.',
};

export const wallCodes: readonly number[] = Object.keys(texts).map(Number);

interface Passing {
  readonly app: AppRegistration;
  readonly person: Person;
  readonly at: 'page' | 'refresh';
}

/** The first rule that stops this person at this application; assignment counts as one. */
export function wallOf({ tenant }: Simulation, { app, person, at }: Passing): Refusal | undefined {
  const stops = ({ personId, clientId, at: where }: SignInWall): boolean =>
    (personId === null || personId === person.id) &&
    (clientId === null || clientId === app.clientId) &&
    (where === 'both' || where === at);
  const wall = tenant.signInRules.walls.find(stops);
  if (wall !== undefined) return { code: wall.code, text: texts[wall.code] ?? 'The sign-in was stopped.' };
  if (app.assignedTo === null || app.assignedTo.includes(person.id)) return undefined;
  const text =
    `Your administrator has configured the application ${app.name} ('${app.clientId}') to block users unless they are specifically granted ('assigned') access to the application. ` +
    `The signed in user '${person.userPrincipalName}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. ` +
    'Please contact your administrator to assign access to this application.';
  return { code: 50105, text };
}

/** Whether this person may be given tokens now: the account, and what happened to it since they signed in. */
export function accountRefusal({ tenant }: Simulation, person: Person, signedInAt: number): Refusal | undefined {
  const account = tenant.account(person.id);
  if (account === undefined) return { code: 50057, text: 'The user account is disabled.' };
  if (signedInAt >= account.tokensValidFrom) return undefined;
  const from = `${new Date(account.tokensValidFrom).toISOString().slice(0, 19)}Z`;
  const text =
    `The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. ` +
    `The grant was issued on '${new Date(signedInAt).toISOString()}' and the TokensValidFrom date (before which tokens are not valid) for this user is '${from}'.`;
  return { code: 50173, text };
}
