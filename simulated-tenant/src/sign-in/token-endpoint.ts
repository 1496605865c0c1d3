import { jsonAnswer, type Answer } from '../http/answer.ts';
import { percentDecoded, type Call } from '../http/call.ts';
import type { Simulation } from '../simulation.ts';
import { issueToken } from './access-token.ts';
import { judgeCredential, type TokenRequest } from './client-proof.ts';
import { redeemCode, redeemRefreshToken } from './redeem/redeem.ts';
import { redeemDeviceCode } from './redeem/device-code.ts';
import type { PersonTokens } from './redeem/person-tokens.ts';
import { missingParameter, refusalAnswer, unknownApp, type Refusal } from './refusal.ts';
import { scopeOf } from './scope.ts';
import { signInHeaders } from './sign-in-headers.ts';
import { tenantNamed } from './tenant-name.ts';

interface Granted {
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly ext_expires_in: number;
  readonly access_token: string;
}

/** Grants that exist at Entra and are not simulated; they answer 501 and are counted. */
const laterGrants = new Set(['password', 'urn:ietf:params:oauth:grant-type:jwt-bearer']);

/**
 * `POST /{tenant}/oauth2/v2.0/token`: client credentials by secret or by certificate, and what people signed in for.
 * Answers undefined for grants that are not simulated.
 */
export async function answerToken(simulation: Simulation, call: Call, segment: string): Promise<Answer | undefined> {
  const form = new URLSearchParams(Buffer.from(await call.body()).toString('utf8'));
  readBasicHeader(call, form);
  if (laterGrants.has(form.get('grant_type') ?? '')) return undefined;
  const outcome = granted(simulation, { segment, form, call });
  if (!('code' in outcome)) return jsonAnswer(200, outcome, signInHeaders('no-store, no-cache'));
  return refusalAnswer(outcome, {
    simulation,
    correlationId: call.header('client-request-id') ?? form.get('client-request-id') ?? undefined,
    headers: signInHeaders('no-store, no-cache'),
  });
}

function granted(simulation: Simulation, request: TokenRequest): Refusal | Granted | PersonTokens {
  switch (request.form.get('grant_type')) {
    case 'authorization_code':
      return redeemCode(simulation, request);
    case 'refresh_token':
      return redeemRefreshToken(simulation, request);
    case 'device_code':
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return redeemDeviceCode(simulation, request);
    default:
      return clientCredentials(simulation, request);
  }
}

function clientCredentials(simulation: Simulation, request: TokenRequest): Refusal | Granted {
  const { tenant, switches } = simulation;
  const { form, segment, call } = request;
  const named = tenantNamed(tenant, segment);
  if (named.kind === 'refused') return named.refusal;
  const grant = form.get('grant_type');
  if (grant === null || grant === '') return missingParameter('grant_type');
  if (grant !== 'client_credentials')
    return { code: 70003, text: `The app requested an unsupported grant type '${grant}'.` };
  if (named.kind === 'shared' && named.name !== 'organizations') {
    return {
      code: 9001023,
      text: 'The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.',
    };
  }
  const clientId = form.get('client_id');
  if (clientId === null || clientId === '') return missingParameter('client_id');
  const app = tenant.apps.find((known) => known.clientId.toLowerCase() === clientId.toLowerCase());
  if (app === undefined) return unknownApp(clientId, tenant.displayName);
  if (!app.enabled) return { code: 7000112, text: `Application '${app.clientId}'(${app.name}) is disabled.` };
  const scope = scopeOf(form.get('scope') ?? undefined, { tenant: tenant.displayName, origin: call.origin });
  if ('refusal' in scope) return scope.refusal;
  const credential = judgeCredential(simulation, app, request);
  if ('refusal' in credential) return credential.refusal;
  const order = {
    app,
    audience: scope.audience,
    credential: credential.kind === 'secret' ? '1' : '2',
    lifetimeSeconds: switches.tokenLifetimeSeconds,
  } as const;
  return {
    token_type: 'Bearer',
    expires_in: switches.tokenLifetimeSeconds,
    ext_expires_in: switches.tokenLifetimeSeconds,
    access_token: issueToken(tenant, simulation.signingKey, order),
  };
}

/** RFC 6749 section 2.3.1: form-encoded client id and secret in a Basic header. */
function readBasicHeader(call: Call, form: URLSearchParams): void {
  const header = call.header('authorization');
  if (header === undefined || !header.toLowerCase().startsWith('basic ')) return;
  const pair = Buffer.from(header.slice(6), 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 0) return;
  if (!form.has('client_id')) form.set('client_id', percentDecoded(pair.slice(0, colon)));
  if (!form.has('client_secret')) form.set('client_secret', percentDecoded(pair.slice(colon + 1)));
}
