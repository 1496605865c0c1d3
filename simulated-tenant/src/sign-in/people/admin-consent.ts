import type { Answer } from '../../http/answer.ts';
import type { Call } from '../../http/call.ts';
import type { AppRegistration } from '../../model/contract.ts';
import type { Simulation } from '../../simulation.ts';
import { describedRefusal } from '../refusal.ts';
import { tenantNamed } from '../tenant-name.ts';
import { namedApp } from './authorize-request.ts';
import { formOf } from './authorize.ts';
import { enterConsent } from './consents.ts';
import { escaped, field, form, hidden, pageAnswer, paragraph } from './pages.ts';
import { redirectAddress } from './redirect-address.ts';
import { refusalPage, returned } from './returning.ts';
import { askedScopes, openIdScopes, wordsOf } from './scopes.ts';
import { signedInPerson } from './sessions.ts';

interface AdminRequest {
  readonly app: AppRegistration;
  readonly redirect: string;
  readonly state: string | null;
  /** Delegated permissions named in the request; with `.default` whatever the registration lists. */
  readonly scopes: readonly string[];
  readonly isDefault: boolean;
  readonly query: string;
}

/**
 * `/{tenant}/v2.0/adminconsent`: an administrator consents for the whole organisation, or does not.
 * `admin_consent=True` comes with a refusal too. Source: Microsoft identity platform, "admin consent".
 */
export async function answerAdminConsent(simulation: Simulation, call: Call, segment: string): Promise<Answer> {
  const fields = call.method === 'POST' ? await formOf(call) : undefined;
  const request = adminRequest(simulation, call, { segment, query: fields?.get('request') ?? call.query });
  if (!('app' in request)) return refusalPage(simulation, request);
  if (fields === undefined) return adminPage(request, segment);
  if (fields.get('decision') === 'cancel') return denied(simulation, request);
  const person = signedInPerson(simulation, fields.get('login') ?? '', fields.get('passwd') ?? '');
  if ('code' in person) return adminPage(request, segment, `AADSTS${String(person.code)}: ${person.text}`);
  if (simulation.tenant.account(person.id)?.isAdministrator !== true) {
    const text = `AADSTS90094: Admin consent is required for the permissions requested by this application (${request.app.name}). Sign in as an administrator.`;
    return adminPage(request, segment, text);
  }
  return granted(simulation, request);
}

function adminRequest(simulation: Simulation, call: Call, asked: { segment: string; query: string }) {
  const given = new URLSearchParams(asked.query);
  const named = tenantNamed(simulation.tenant, asked.segment);
  if (named.kind === 'refused') return named.refusal;
  if (named.kind === 'shared' && named.name === 'common')
    return { code: 90002, text: 'The admin consent endpoint takes a tenant or organizations.' };
  const app = namedApp(simulation, given.get('client_id'));
  if ('code' in app) return app;
  const [only] = app.redirectUris;
  const uri = given.get('redirect_uri') ?? only;
  if (uri === undefined) return { code: 500113, text: 'No reply address is registered for the application.' };
  if (redirectAddress(app, uri) === undefined)
    return {
      code: 50011,
      text: `The redirect URI '${uri}' specified in the request does not match the redirect URIs configured for the application '${app.clientId}'.`,
    };
  const scopes = askedScopes(given.get('scope') ?? 'https://graph.microsoft.com/.default', call.origin);
  if ('code' in scopes) return scopes;
  const { graph, openId, isDefault } = scopes;
  const request: AdminRequest = {
    app,
    redirect: uri,
    state: given.get('state'),
    scopes: [...graph, ...openId],
    isDefault,
    query: asked.query,
  };
  return request;
}

function adminPage(request: AdminRequest, segment: string, error?: string): Answer {
  const named = shownPermissions(request);
  const list = named.map((scope) => `<dt>${escaped(wordsOf(scope))}</dt><dd>${escaped(scope)}</dd>`).join('');
  const inner = [
    hidden('request', request.query),
    field('login', 'Email', '<input type="text" id="login" name="login" required autocomplete="username">'),
    field('passwd', 'Password', '<input type="password" id="passwd" name="passwd" required>'),
    '<button type="submit" name="decision" value="cancel" formnovalidate>Cancel</button>',
    '<button type="submit" name="decision" value="accept">Accept</button>',
  ].join('');
  const body = [
    paragraph('Permissions requested. Review for your organization.'),
    paragraph(request.app.name),
    `<dl>${list}</dl>`,
    error === undefined ? '' : paragraph(error, 'error'),
    form({ action: `/${segment}/v2.0/adminconsent`, inner }),
  ];
  return pageAnswer({ title: 'Permissions requested', body: body.join('') });
}

const shownPermissions = ({ app, isDefault, scopes }: AdminRequest): readonly string[] =>
  isDefault ? [...new Set([...app.roles.graph, ...app.listedScopes])] : scopes;

/** Application permissions take effect, and delegated ones for everybody. */
function granted({ tenant }: Simulation, request: AdminRequest): Answer {
  const { app, isDefault, redirect, state } = request;
  const scopes = isDefault ? app.listedScopes : request.scopes;
  if (isDefault) app.consented = true;
  if (scopes.length > 0) enterConsent(app, null, [...scopes, ...openIdScopes]);
  const scope = shownPermissions(request)
    .map((name) => `https://graph.microsoft.com/${name}`)
    .join(' ');
  return returned({ uri: redirect, mode: 'query', state }, { admin_consent: 'True', tenant: tenant.id, scope });
}

function denied(simulation: Simulation, { redirect, state }: AdminRequest): Answer {
  const refusal = { code: 65004, text: 'The resource owner or authorization server denied the request.' };
  const { text } = describedRefusal(refusal, simulation);
  return returned(
    { uri: redirect, mode: 'query', state },
    { admin_consent: 'True', error: 'consent_required', error_description: text },
  );
}
