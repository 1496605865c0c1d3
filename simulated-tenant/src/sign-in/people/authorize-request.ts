import type { Call } from '../../http/call.ts';
import type { AppRegistration } from '../../model/contract.ts';
import type { Simulation } from '../../simulation.ts';
import { unknownApp, type Refusal } from '../refusal.ts';
import { tenantNamed } from '../tenant-name.ts';
import type { AuthorizeRequest, Prompt, ResponseMode } from './grants.ts';
import { redirectAddress, type RedirectAddress } from './redirect-address.ts';
import { askedScopes } from './scopes.ts';

/** Where a refusal goes that the application is told of. */
export interface Return {
  readonly uri: string;
  readonly mode: ResponseMode;
  readonly state: string | null;
}

/** A refusal is shown on the page until the address to return to is known to be the application's own. */
export type Parsed =
  | { readonly kind: 'request'; readonly request: AuthorizeRequest }
  | { readonly kind: 'page'; readonly refusal: Refusal }
  | { readonly kind: 'return'; readonly to: Return; readonly error: string; readonly refusal: Refusal };

/** Reads an authorization request as Entra judges it: tenant, application, address, then the rest. */
export function authorizeRequest(simulation: Simulation, call: Call, asked: Asked): Parsed {
  const { tenant } = simulation;
  const given = new URLSearchParams(asked.query);
  const named = tenantNamed(tenant, asked.segment);
  if (named.kind === 'refused') return { kind: 'page', refusal: named.refusal };
  const found = namedApp(simulation, given.get('client_id'));
  if ('code' in found) return { kind: 'page', refusal: found };
  const redirect = chosenRedirect(found, given.get('redirect_uri'));
  if ('code' in redirect) return { kind: 'page', refusal: redirect };
  const mode = given.get('response_mode') ?? 'query';
  const to: Return = { uri: redirect.uri, mode: isMode(mode) ? mode : 'query', state: given.get('state') };
  const refuse = (refusal: Refusal, error = 'invalid_request'): Parsed => ({ kind: 'return', to, error, refusal });
  if (!isMode(mode)) return refuse({ code: 90014, text: `The value '${mode}' of 'response_mode' is not supported.` });
  const type = given.get('response_type');
  if (type !== 'code') {
    const text = `The response type '${type ?? ''}' is not enabled for the application.`;
    return refuse({ code: 700051, text }, 'unsupported_response_type');
  }
  const scopes = askedScopes(given.get('scope'), call.origin);
  if ('code' in scopes) return refuse(scopes, 'invalid_scope');
  const challenge = readChallenge(given);
  if (challenge !== null && 'code' in challenge) return refuse(challenge);
  const prompt = given.get('prompt');
  if (prompt !== null && !isPrompt(prompt))
    return refuse({ code: 90023, text: `Unsupported 'prompt' value '${prompt}'.` });
  const { state } = to;
  const request = { app: found, redirect, scopes, state, nonce: given.get('nonce'), responseMode: mode, challenge };
  return {
    kind: 'request',
    request: { ...request, prompt, loginHint: given.get('login_hint'), query: asked.query },
  };
}

export interface Asked {
  readonly segment: string;
  readonly query: string;
}

/** The application of a request. Refusals: none named, unknown, disabled. */
export function namedApp({ tenant }: Simulation, clientId: string | null): AppRegistration | Refusal {
  if (clientId === null || clientId === '')
    return { code: 900144, text: "The request body must contain the following parameter: 'client_id'." };
  const app = tenant.apps.find((known) => known.clientId.toLowerCase() === clientId.toLowerCase());
  if (app === undefined) return unknownApp(clientId, tenant.displayName);
  return app.enabled ? app : { code: 7000112, text: `Application '${app.clientId}'(${app.name}) is disabled.` };
}

function chosenRedirect(app: AppRegistration, uri: string | null): RedirectAddress | Refusal {
  const all = [...app.redirectUris, ...app.publicRedirectUris];
  if (all.length === 0) return { code: 500113, text: 'No reply address is registered for the application.' };
  const only = all.length === 1 ? all[0] : undefined;
  const address = redirectAddress(app, uri ?? only ?? '');
  return (
    address ?? {
      code: 50011,
      text:
        `The redirect URI '${uri ?? ''}' specified in the request does not match the redirect URIs configured for the application '${app.clientId}'. ` +
        'Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to fix this.',
    }
  );
}

function readChallenge(given: URLSearchParams): AuthorizeRequest['challenge'] | Refusal {
  const value = given.get('code_challenge');
  if (value === null) return null;
  const method = given.get('code_challenge_method') ?? 'plain';
  if (method !== 'S256' && method !== 'plain')
    return { code: 90014, text: `The value '${method}' of 'code_challenge_method' is not supported.` };
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(value))
    return { code: 501491, text: 'Invalid size of Code_Challenge parameter.' };
  return { method, value };
}

const isMode = (mode: string): mode is ResponseMode => mode === 'query' || mode === 'fragment' || mode === 'form_post';
const isPrompt = (prompt: string): prompt is Prompt =>
  prompt === 'none' || prompt === 'login' || prompt === 'consent' || prompt === 'select_account';
