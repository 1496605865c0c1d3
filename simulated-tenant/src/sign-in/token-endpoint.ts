import { timingSafeEqual } from 'node:crypto';
import { jsonAnswer, type Answer } from '../http/answer.ts';
import { percentDecoded, type Call } from '../http/call.ts';
import type { AppRegistration } from '../model/contract.ts';
import type { Simulation } from '../simulation.ts';
import { issueToken } from './access-token.ts';
import { assertionRefusal } from './client-assertion.ts';
import { missingParameter, refusalAnswer, type Refusal } from './refusal.ts';
import { scopeOf } from './scope.ts';
import { signInHeaders } from './sign-in-headers.ts';
import { tenantNamed } from './tenant-name.ts';

interface TokenRequest {
  readonly segment: string;
  readonly form: URLSearchParams;
  readonly call: Call;
}

interface Granted {
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly ext_expires_in: number;
  readonly access_token: string;
}

type Credential = { readonly kind: 'secret' | 'certificate' } | { readonly refusal: Refusal };

/** Grants that exist at Entra and come to this tenant later; they answer 501 and are counted. */
const laterGrants = new Set([
  'authorization_code',
  'refresh_token',
  'device_code',
  'urn:ietf:params:oauth:grant-type:device_code',
  'password',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
]);

/**
 * `POST /{tenant}/oauth2/v2.0/token` for client credentials by secret or by certificate.
 * Answers undefined for grants that are not there yet.
 */
export async function answerToken(simulation: Simulation, call: Call, segment: string): Promise<Answer | undefined> {
  const form = new URLSearchParams(Buffer.from(await call.body()).toString('utf8'));
  readBasicHeader(call, form);
  if (laterGrants.has(form.get('grant_type') ?? '')) return undefined;
  const outcome = clientCredentials(simulation, { segment, form, call });
  if (!('code' in outcome)) return jsonAnswer(200, outcome, signInHeaders('no-store, no-cache'));
  return refusalAnswer(outcome, {
    now: simulation.tenant.clock.now(),
    correlationId: call.header('client-request-id') ?? form.get('client-request-id') ?? undefined,
    switches: simulation.switches,
    headers: signInHeaders('no-store, no-cache'),
  });
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

function judgeCredential(
  simulation: Simulation,
  app: AppRegistration,
  { form, segment, call }: TokenRequest,
): Credential {
  const { tenant } = simulation;
  const assertion = form.get('client_assertion');
  if (assertion !== null && assertion !== '') {
    const type = form.get('client_assertion_type');
    if (type === null) return { refusal: missingParameter('client_assertion_type') };
    if (type !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer') {
      return { refusal: { code: 90014, text: "The value of the field 'client_assertion_type' is not supported." } };
    }
    const audiences = acceptedAudiences([segment, tenant.id, ...tenant.verifiedDomains], call.origin);
    const wallClock = Date.now() + simulation.switches.wallClockSkewMs;
    const refusal = assertionRefusal(assertion, { app, audiences, wallClock, tenantClock: tenant.clock.now() });
    return refusal === undefined ? { kind: 'certificate' } : { refusal };
  }
  const secret = form.get('client_secret');
  if (secret === null || secret === '') {
    return {
      refusal: {
        code: 7000218,
        text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      },
    };
  }
  return judgeSecret(app, secret, tenant.clock.now());
}

function judgeSecret(app: AppRegistration, secret: string, now: number): Credential {
  const known = app.secrets.find((candidate) => isSame(candidate.value, secret));
  if (known === undefined) {
    const text = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app.clientId}'.`;
    return { refusal: { code: 7000215, text } };
  }
  if (known.expires <= now) {
    const text =
      `The provided client secret keys for app '${app.clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, ` +
      'or consider using certificate credentials for added security: https://aka.ms/certCreds.';
    return { refusal: { code: 7000222, text } };
  }
  return { kind: 'secret' };
}

function isSame(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

function unknownApp(clientId: string, tenant: string): Refusal {
  const text =
    `Application with identifier '${clientId}' was not found in the directory '${tenant}'. ` +
    'This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. ' +
    'You may have sent your authentication request to the wrong tenant.';
  return { code: 700016, text };
}

/** The token endpoint and the issuer, under this origin and under every login host of the clouds. */
function acceptedAudiences(names: readonly string[], origin: string): readonly string[] {
  const hosts = [
    origin,
    'https://login.microsoftonline.com',
    'https://login.microsoftonline.us',
    'https://login.partner.microsoftonline.cn',
    'https://login.chinacloudapi.cn',
  ];
  return hosts
    .flatMap((host) => names.flatMap((name) => [`${host}/${name}/oauth2/v2.0/token`, `${host}/${name}/v2.0`]))
    .map((audience) => audience.toLowerCase());
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
