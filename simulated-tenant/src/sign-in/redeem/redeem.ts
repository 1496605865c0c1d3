import { createHash } from 'node:crypto';
import type { AppRegistration } from '../../model/contract.ts';
import type { Simulation } from '../../simulation.ts';
import { namedApp } from '../people/authorize-request.ts';
import { askedScopes } from '../people/scopes.ts';
import type { AuthorizationCode } from '../people/grants.ts';
import { accountRefusal, wallOf } from '../people/walls.ts';
import { judgeCredential, type TokenRequest } from '../client-proof.ts';
import { missingParameter, type Refusal } from '../refusal.ts';
import { tenantNamed } from '../tenant-name.ts';

import { personTokens, type PersonTokens } from './person-tokens.ts';

/** `grant_type=authorization_code`. Refusals: 70000, 54005, 70008, 50011, 501481, those of the credential, account and consent. */
export function redeemCode(simulation: Simulation, request: TokenRequest): PersonTokens | Refusal {
  const { form, call } = request;
  const begun = begin(simulation, request);
  if ('code' in begun) return begun;
  const given = form.get('code');
  if (given === null || given === '') return missingParameter('code');
  const code = simulation.grants.codes.get(given);
  if (code?.app.clientId !== begun.clientId)
    return { code: 70000, text: "The provided value for the input parameter 'code' or 'refresh_token' is not valid." };
  const refusal = codeRefusal(simulation, code, form);
  if (refusal !== undefined) return refusal;
  const credential = proof(simulation, { app: begun, request, platform: code.request.redirect.platform });
  if (typeof credential !== 'string') return credential;
  const account = accountRefusal(simulation, code.person, code.signedInAt);
  if (account !== undefined) return account;
  const scope = form.get('scope');
  const asked = scope === null ? code.request.scopes : askedScopes(scope, call.origin);
  if ('code' in asked) return asked;
  code.redeemed = true;
  return personTokens(simulation, {
    app: begun,
    person: code.person,
    asked,
    platform: code.request.redirect.platform,
    credential,
    signedInAt: code.signedInAt,
    nonce: code.request.nonce,
    origin: call.origin,
    clientInfo: form.get('client_info') === '1',
  });
}

function codeRefusal(simulation: Simulation, code: AuthorizationCode, form: URLSearchParams): Refusal | undefined {
  const { request } = code;
  if (code.redeemed)
    return {
      code: 54005,
      text: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    };
  if (code.expires <= simulation.tenant.clock.now())
    return {
      code: 70008,
      text: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
    };
  if (form.get('redirect_uri') !== request.redirect.uri)
    return {
      code: 50011,
      text: `The redirect URI '${form.get('redirect_uri') ?? ''}' specified in the request does not match the one the code was sent to.`,
    };
  if (request.challenge === null) return undefined;
  const verifier = form.get('code_verifier') ?? '';
  const shown =
    request.challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  return shown === request.challenge.value
    ? undefined
    : {
        code: 501481,
        text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
      };
}

/** `grant_type=refresh_token`: a new one comes with the tokens, the old one stays good. Refusals: 70000, 700082, 50173, walls. */
export function redeemRefreshToken(simulation: Simulation, request: TokenRequest): PersonTokens | Refusal {
  const { form, call } = request;
  const begun = begin(simulation, request);
  if ('code' in begun) return begun;
  const given = form.get('refresh_token');
  if (given === null || given === '') return missingParameter('refresh_token');
  const token = simulation.grants.refreshTokens.get(given);
  if (token?.app.clientId !== begun.clientId)
    return { code: 70000, text: "The provided value for the input parameter 'code' or 'refresh_token' is not valid." };
  const credential = proof(simulation, { app: begun, request, platform: token.platform });
  if (typeof credential !== 'string') return credential;
  const account = accountRefusal(simulation, token.person, token.issuedAt);
  if (account !== undefined) return account;
  const now = simulation.tenant.clock.now();
  if (token.expires <= now) {
    const issued = new Date(token.issuedAt).toISOString();
    return {
      code: 700082,
      text: `The refresh token has expired due to inactivity. The token was issued on ${issued} and was inactive for 90.00:00:00.`,
    };
  }
  const wall = wallOf(simulation, { app: begun, person: token.person, at: 'refresh' });
  if (wall !== undefined) return wall;
  const asked = askedScopes(form.get('scope') ?? 'https://graph.microsoft.com/.default offline_access', call.origin);
  if ('code' in asked) return asked;
  return personTokens(simulation, {
    app: begun,
    person: token.person,
    asked: { ...asked, openId: [...new Set([...asked.openId, 'offline_access'])] },
    platform: token.platform,
    credential,
    signedInAt: token.issuedAt,
    nonce: null,
    origin: call.origin,
    clientInfo: form.get('client_info') === '1',
  });
}

/** Tenant and application of a request. */
export function begin(simulation: Simulation, { segment, form }: TokenRequest): AppRegistration | Refusal {
  const named = tenantNamed(simulation.tenant, segment);
  return named.kind === 'refused' ? named.refusal : namedApp(simulation, form.get('client_id'));
}

interface Proving {
  readonly app: AppRegistration;
  readonly request: TokenRequest;
  readonly platform: 'web' | 'public';
}

/** How the application proved itself, as `appidacr` says it. A public client must not, others must. */
function proof(simulation: Simulation, { app, request, platform }: Proving): '0' | '1' | '2' | Refusal {
  if (platform === 'public') {
    const presented = request.form.has('client_secret') || request.form.has('client_assertion');
    if (!presented) return '0';
    return {
      code: 700025,
      text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    };
  }
  const judged = judgeCredential(simulation, app, request);
  if ('refusal' in judged) return judged.refusal;
  return judged.kind === 'secret' ? '1' : '2';
}
