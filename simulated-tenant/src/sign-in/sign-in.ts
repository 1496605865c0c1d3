import { jsonAnswer, type Answer } from '../http/answer.ts';
import { percentDecoded, type Call } from '../http/call.ts';
import type { Simulation } from '../simulation.ts';
import { instanceDiscovery, keySet, openIdConfiguration, type Issuer } from './metadata.ts';
import { answerAdminConsent } from './people/admin-consent.ts';
import { answerAuthorize, answerConsent, answerLogin, answerLogout, formOf } from './people/authorize.ts';
import { answerDeviceCode, answerDeviceLogin } from './redeem/device-code.ts';
import { answerUserInfo } from './redeem/userinfo.ts';
import { refusalAnswer } from './refusal.ts';
import { signInHeaders } from './sign-in-headers.ts';
import { tenantNamed } from './tenant-name.ts';
import { answerToken } from './token-endpoint.ts';

const metadataCache = 'max-age=86400, private';

/**
 * Answers the sign-in paths of Entra v2.0; undefined for a path that is not one of them.
 * Endpoints that are not simulated answer 501 and are counted as unknown.
 */
export async function answerSignIn(simulation: Simulation, call: Call): Promise<Answer | undefined> {
  if (call.path === '/oidc/userinfo') return answerUserInfo(simulation, call);
  if (call.path === '/devicelogin') return answerDeviceLogin(simulation, call);
  const [, rawSegment = '', ...rest] = call.path.split('/');
  const segment = percentDecoded(rawSegment);
  const issuer: Issuer = { origin: call.origin, segment: segment.toLowerCase(), tenantId: simulation.tenant.id };
  switch (rest.join('/').toLowerCase()) {
    case 'discovery/instance':
      return jsonAnswer(200, instanceDiscovery(issuer), signInHeaders(metadataCache));
    case 'v2.0/.well-known/openid-configuration':
      return forTenant(simulation, call, { segment, value: () => openIdConfiguration(issuer) });
    case 'discovery/v2.0/keys':
      return forTenant(simulation, call, { segment, value: () => keySet(simulation.signingKey, issuer) });
    case 'oauth2/v2.0/token':
      if (call.method !== 'POST') return notYet(simulation, call);
      return (await answerToken(simulation, call, segment)) ?? notYet(simulation, call);
    case 'oauth2/v2.0/authorize': {
      const query = call.method === 'POST' ? (await formOf(call)).toString() : call.query;
      return answerAuthorize(simulation, call, { segment, query });
    }
    case 'login':
      return call.method === 'POST' ? answerLogin(simulation, call, segment) : undefined;
    case 'consent':
      return call.method === 'POST' ? answerConsent(simulation, call, segment) : undefined;
    case 'oauth2/v2.0/devicecode':
      return call.method === 'POST' ? answerDeviceCode(simulation, call, segment) : notYet(simulation, call);
    case 'oauth2/v2.0/logout':
      return answerLogout(simulation, call.query);
    case 'v2.0/adminconsent':
      return answerAdminConsent(simulation, call, segment);
    case 'adminconsent':
      return notYet(simulation, call);
    default:
      return undefined;
  }
}

interface TenantDocument {
  readonly segment: string;
  readonly value: () => Record<string, unknown>;
}

function forTenant(simulation: Simulation, call: Call, { segment, value }: TenantDocument): Answer {
  const named = tenantNamed(simulation.tenant, segment);
  if (named.kind !== 'refused') return jsonAnswer(200, value(), signInHeaders(metadataCache));
  return refusalAnswer(named.refusal, {
    simulation,
    correlationId: call.header('client-request-id'),
    headers: signInHeaders(metadataCache),
    error: named.refusal.code === 90002 ? 'invalid_tenant' : 'invalid_request',
  });
}

function notYet(simulation: Simulation, call: Call): Answer {
  simulation.unknown.add({ at: simulation.tenant.clock.now(), method: call.method, url: call.path, appId: null });
  return jsonAnswer(
    501,
    { error: 'temporarily_unavailable', error_description: 'This sign-in flow is not simulated.' },
    signInHeaders('no-store, no-cache'),
  );
}
