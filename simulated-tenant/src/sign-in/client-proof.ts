import { timingSafeEqual } from 'node:crypto';
import type { Call } from '../http/call.ts';
import type { AppRegistration } from '../model/contract.ts';
import type { Simulation } from '../simulation.ts';
import { assertionRefusal } from './client-assertion.ts';
import { missingParameter, type Refusal } from './refusal.ts';

export interface TokenRequest {
  readonly segment: string;
  readonly form: URLSearchParams;
  readonly call: Call;
}

export type Credential = { readonly kind: 'secret' | 'certificate' } | { readonly refusal: Refusal };

/** Judges the secret or the assertion of a request. */
export function judgeCredential(
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
