import { emptyAnswer, type Answer } from '../../http/answer.ts';
import type { Call } from '../../http/call.ts';
import type { Simulation } from '../../simulation.ts';
import { errorName, type Refusal } from '../refusal.ts';
import { authorizeRequest } from './authorize-request.ts';
import { approvalPage, consentPage, pickPage, signInPage, wallPage } from './consent-page.ts';
import { beyondPerson, enterConsent, missingConsents } from './consents.ts';
import { keep, take, type AuthorizeRequest, type Flow, type Session } from './grants.ts';
import { pageAnswer, paragraph } from './pages.ts';
import { refused, refusalPage, returned, returnOf } from './returning.ts';
import { noSession, sessionCookie, sessionOf, signedInPerson } from './sessions.ts';
import { wallOf } from './walls.ts';

const codeLifetimeMs = 600_000;
const noHeaders: Readonly<Record<string, string>> = {};

/** `GET /{tenant}/oauth2/v2.0/authorize`: a page, or straight back to the application. */
export function answerAuthorize(simulation: Simulation, call: Call, asked: { segment: string; query: string }): Answer {
  const parsed = authorizeRequest(simulation, call, asked);
  if (parsed.kind === 'page') return refusalPage(simulation, parsed.refusal);
  if (parsed.kind === 'return') return refused(simulation, parsed.to, parsed);
  const { request } = parsed;
  const setting = { segment: asked.segment, headers: noHeaders };
  const session = request.prompt === 'login' ? undefined : fitting(simulation, call, request);
  if (session === undefined && request.prompt === 'none') {
    const text = 'Session information is not sufficient for single-sign-on.';
    return refused(simulation, returnOf(request), { error: 'login_required', refusal: { code: 50058, text } });
  }
  if (session === undefined) return signInPage(request, setting);
  if (request.prompt === 'select_account') return pickPage(request, setting, session.person.userPrincipalName);
  return signedIn(simulation, { ...session, request }, setting);
}

/** The browser's session, unless the application hinted at somebody else. */
function fitting(simulation: Simulation, call: Call, { loginHint }: AuthorizeRequest): Session | undefined {
  const session = sessionOf(simulation, call);
  if (session === undefined || loginHint === null) return session;
  return simulation.tenant.person(loginHint)?.id === session.person.id ? session : undefined;
}

/** `POST /{tenant}/login`: the form of the sign-in page. */
export async function answerLogin(simulation: Simulation, call: Call, segment: string): Promise<Answer> {
  const fields = await formOf(call);
  const parsed = authorizeRequest(simulation, call, { segment, query: fields.get('request') ?? '' });
  if (parsed.kind === 'page') return refusalPage(simulation, parsed.refusal);
  if (parsed.kind === 'return') return refused(simulation, parsed.to, parsed);
  const { request } = parsed;
  if (fields.get('account') === 'session') {
    const session = sessionOf(simulation, call);
    if (session === undefined) return signInPage(request, { segment, headers: noHeaders });
    return signedIn(simulation, { ...session, request }, { segment, headers: noHeaders });
  }
  const login = fields.get('login') ?? '';
  const person = signedInPerson(simulation, login, fields.get('passwd') ?? '');
  if ('code' in person) {
    const trouble = { login, text: `AADSTS${String(person.code)}: ${person.text}` };
    return signInPage(request, { segment, headers: noHeaders }, trouble);
  }
  const session = { person, signedInAt: simulation.tenant.clock.now() };
  return signedIn(simulation, { ...session, request }, { segment, headers: sessionCookie(simulation, session) });
}

interface Setting {
  readonly segment: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What comes after the password: rules of the tenant, consent, and the way back with a code. */
function signedIn(simulation: Simulation, flow: Flow, setting: Setting): Answer {
  const { person, request } = flow;
  const wall = wallOf(simulation, { app: request.app, person, at: 'page' });
  const quiet = request.prompt === 'none';
  if (wall !== undefined) {
    if (quiet) return refused(simulation, returnOf(request), { error: errorName(wall.code), refusal: wall });
    return wallPage(simulation, flow, { ...setting, refusal: wall });
  }
  const scopes = toConsent(flow);
  if (scopes.length === 0) return codeAnswer(simulation, flow, setting.headers);
  if (quiet)
    return refused(simulation, returnOf(request), { error: 'consent_required', refusal: notConsented(request) });
  if (beyondPerson(simulation.tenant, person, scopes).length > 0)
    return approvalPage(simulation, flow, { ...setting, refusal: adminNeeded(simulation, request) });
  return consentPage(simulation, flow, { ...setting, scopes });
}

function toConsent({ person, request }: Flow): readonly string[] {
  const { app, scopes, prompt } = request;
  return prompt === 'consent' && !scopes.isDefault
    ? [...scopes.graph, ...scopes.openId]
    : missingConsents(app, person, scopes);
}

function codeAnswer(simulation: Simulation, flow: Flow, headers: Readonly<Record<string, string>>): Answer {
  const { grants, tenant } = simulation;
  const { person, request, signedInAt } = flow;
  const expires = tenant.clock.now() + codeLifetimeMs;
  const code = keep(grants.codes, { app: request.app, person, request, signedInAt, expires, redeemed: false }, '1.');
  return returned(returnOf(request), { code, session_state: person.id }, headers);
}

/** `POST /{tenant}/consent`: what was pressed on the consent page or on one that says why there is none. */
export async function answerConsent(simulation: Simulation, call: Call, segment: string): Promise<Answer> {
  const fields = await formOf(call);
  const flow = take(simulation.grants.flows, fields.get('flow') ?? '');
  if (flow === undefined) {
    const text = 'The page was used already, or is too old. Go back to the application and begin again.';
    return refusalPage(simulation, { code: 9002313, text: `Invalid request. ${text}` });
  }
  const { request, person } = flow;
  const to = returnOf(request);
  switch (fields.get('decision')) {
    case 'accept':
      return accepted(simulation, flow, { segment, forAll: fields.get('organization') === 'on' });
    case 'back':
      return refused(simulation, to, { error: 'access_denied', refusal: adminNeeded(simulation, request) });
    case 'request': {
      const why = fields.get('why') ?? '';
      const { clientId } = request.app;
      simulation.grants.approvalRequests.push({ clientId, address: person.userPrincipalName, why });
      return approvalSent();
    }
    case 'stopped': {
      const wall = wallOf(simulation, { app: request.app, person, at: 'page' });
      if (wall === undefined) return signedIn(simulation, flow, { segment, headers: noHeaders });
      return refused(simulation, to, { error: errorName(wall.code), refusal: wall });
    }
    default:
      return refused(simulation, to, { error: 'access_denied', refusal: declined, extra: { error_subcode: 'cancel' } });
  }
}

function accepted(
  simulation: Simulation,
  flow: Flow,
  { segment, forAll }: { segment: string; forAll: boolean },
): Answer {
  const { person, request } = flow;
  const scopes = toConsent(flow);
  // Whoever may not consent was shown another page; a form made by hand changes nothing.
  if (beyondPerson(simulation.tenant, person, scopes).length > 0)
    return approvalPage(simulation, flow, { segment, headers: noHeaders, refusal: adminNeeded(simulation, request) });
  const isAdministrator = simulation.tenant.account(person.id)?.isAdministrator === true;
  enterConsent(request.app, forAll && isAdministrator ? null : person.id, scopes);
  return codeAnswer(simulation, flow, noHeaders);
}

function approvalSent(): Answer {
  return pageAnswer({
    title: 'Request sent',
    body: paragraph(
      'Your request was sent to the administrators of your organization. You will hear of their decision by mail.',
    ),
  });
}

const declined: Refusal = { code: 65004, text: 'User declined to consent to access the app.' };

function notConsented({ app }: AuthorizeRequest): Refusal {
  const text = `The user or administrator has not consented to use the application with ID '${app.clientId}' named '${app.name}'. Send an interactive authorization request for this user and resource.`;
  return { code: 65001, text };
}

function adminNeeded({ tenant }: Simulation, { app }: AuthorizeRequest): Refusal {
  return tenant.signInRules.approvalRequests
    ? {
        code: 90095,
        text: 'Admin consent is required. The request for approval has to be reviewed by an administrator.',
      }
    : {
        code: 90094,
        text: `Admin consent is required for the permissions requested by this application (${app.name}).`,
      };
}

/** `GET /{tenant}/oauth2/v2.0/logout`: the browser forgets who signed in; back to an address of the application only. */
export function answerLogout(simulation: Simulation, query: string): Answer {
  const to = new URLSearchParams(query).get('post_logout_redirect_uri');
  const isKnown = simulation.tenant.apps.some((app) =>
    [...app.redirectUris, ...app.publicRedirectUris].includes(to ?? ''),
  );
  if (to !== null && isKnown) return emptyAnswer(302, { ...noSession, Location: to });
  return pageAnswer({
    title: 'You signed out of your account',
    body: paragraph('You can close this window.'),
    headers: noSession,
  });
}

export async function formOf(call: Call): Promise<URLSearchParams> {
  return new URLSearchParams(Buffer.from(await call.body()).toString('utf8'));
}
