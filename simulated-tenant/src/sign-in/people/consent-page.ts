import type { Answer } from '../../http/answer.ts';
import type { Simulation } from '../../simulation.ts';
import { describedRefusal, type Refusal } from '../refusal.ts';
import { keep, type AuthorizeRequest, type Flow } from './grants.ts';
import { escaped, field, form, hidden, pageAnswer, paragraph } from './pages.ts';
import { wordsOf } from './scopes.ts';

/** Where the forms of a page go, and what travels with it. */
export interface Setting {
  readonly segment: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Address and password on one page. */
export function signInPage(request: AuthorizeRequest, { segment, headers }: Setting, trouble?: SignInTrouble): Answer {
  const login = trouble?.login ?? request.loginHint ?? '';
  const text = `<input type="text" id="login" name="login" autocomplete="username" required value="${escaped(login)}">`;
  const password = '<input type="password" id="passwd" name="passwd" autocomplete="current-password" required>';
  const inner = [
    hidden('request', request.query),
    field('login', 'Email', text),
    field('passwd', 'Password', password),
    '<button type="submit">Sign in</button>',
  ].join('');
  const error = trouble === undefined ? '' : paragraph(trouble.text, 'error');
  const body = `${paragraph(`to continue to ${request.app.name}`)}${error}${form({ action: `/${segment}/login`, inner })}`;
  return pageAnswer({ title: 'Sign in', body, headers });
}

export interface SignInTrouble {
  readonly login: string;
  readonly text: string;
}

/** Somebody is signed in in this browser already: go on as them, or as somebody else. */
export function pickPage(request: AuthorizeRequest, { segment, headers }: Setting, name: string): Answer {
  const go = form({
    action: `/${segment}/login`,
    inner: `${hidden('request', request.query)}${hidden('account', 'session')}<button type="submit">${escaped(name)}</button>`,
  });
  const other = `<p><a href="${escaped(anew(request, segment))}">Use another account</a></p>`;
  return pageAnswer({ title: 'Pick an account', body: `${go}${other}`, headers });
}

/** What the application asks for, to be accepted or refused; administrators may accept for everybody. */
export function consentPage(
  simulation: Simulation,
  flow: Flow,
  setting: Setting & { scopes: readonly string[] },
): Answer {
  const { request, person } = flow;
  const key = keep(simulation.grants.flows, flow);
  const isAdministrator = simulation.tenant.account(person.id)?.isAdministrator === true;
  const list = setting.scopes.map((scope) => `<dt>${escaped(wordsOf(scope))}</dt><dd>${escaped(scope)}</dd>`).join('');
  const forAll = '<div class="check"><input type="checkbox" id="organization" name="organization" value="on">';
  const inner = [
    hidden('flow', key),
    isAdministrator ? `${forAll}<label for="organization">Consent on behalf of your organization</label></div>` : '',
    '<button type="submit" name="decision" value="cancel">Cancel</button>',
    '<button type="submit" name="decision" value="accept">Accept</button>',
  ].join('');
  const body = [
    paragraph(person.userPrincipalName),
    paragraph(`${request.app.name} would like to:`),
    `<dl>${list}</dl>`,
    form({ action: `/${setting.segment}/consent`, inner }),
  ];
  return pageAnswer({ title: 'Permissions requested', body: body.join(''), headers: setting.headers });
}

/** Somebody may not consent for themselves. Source: Entra's pages "Need admin approval" and "Approval required". */
export function approvalPage(simulation: Simulation, flow: Flow, setting: Setting & { refusal: Refusal }): Answer {
  const { request, person } = flow;
  const key = keep(simulation.grants.flows, flow);
  const canAsk = simulation.tenant.signInRules.approvalRequests;
  const why = '<textarea id="why" name="why" required></textarea>';
  const ask = `${field('why', 'Enter justification for requesting this app', why)}<button type="submit" name="decision" value="request">Request approval</button>`;
  const back =
    '<button type="submit" name="decision" value="back" formnovalidate>Return to the application without granting consent</button>';
  const body = [
    paragraph(person.userPrincipalName),
    paragraph(
      `${request.app.name} needs permission to access resources in your organization that only an admin can grant. Please ask an admin to grant permission to this app before you can use it.`,
    ),
    paragraph(describedRefusal(setting.refusal, simulation).text, 'error'),
    form({ action: `/${setting.segment}/consent`, inner: `${hidden('flow', key)}${canAsk ? ask : ''}${back}` }),
    `<p><a href="${escaped(anew(request, setting.segment))}">Have an admin account? Sign in with that account</a></p>`,
  ];
  const title = canAsk ? 'Approval required' : 'Need admin approval';
  return pageAnswer({ title, body: body.join(''), headers: setting.headers });
}

/** A rule of the tenant stops the sign-in; the person can only go back. */
export function wallPage(simulation: Simulation, flow: Flow, setting: Setting & { refusal: Refusal }): Answer {
  const key = keep(simulation.grants.flows, flow);
  const inner = `${hidden('flow', key)}<button type="submit" name="decision" value="stopped">Back to the application</button>`;
  const body = [
    paragraph(flow.person.userPrincipalName),
    paragraph(describedRefusal(setting.refusal, simulation).text, 'error'),
    form({ action: `/${setting.segment}/consent`, inner }),
  ];
  return pageAnswer({ title: 'You cannot access this right now', body: body.join(''), headers: setting.headers });
}

function anew({ query }: AuthorizeRequest, segment: string): string {
  const again = new URLSearchParams(query);
  again.set('prompt', 'login');
  again.delete('login_hint');
  return `/${segment}/oauth2/v2.0/authorize?${again.toString()}`;
}
