import { jsonAnswer, type Answer } from '../http/answer.ts';
import { percentDecoded, type Call } from '../http/call.ts';
import type { Simulation } from '../simulation.ts';
import { instanceDiscovery, keySet, openIdConfiguration, type Issuer } from './metadata.ts';
import { refusalAnswer } from './refusal.ts';
import { signInHeaders } from './sign-in-headers.ts';
import { tenantNamed } from './tenant-name.ts';
import { answerToken } from './token-endpoint.ts';

const metadataCache = 'max-age=86400, private';

/**
 * Answers the sign-in paths of Entra v2.0; undefined for a path that is not one of them.
 * Endpoints that come later answer 501 and are counted as unknown.
 */
export async function answerSignIn(simulation: Simulation, call: Call): Promise<Answer | undefined> {
  const [, rawSegment = '', ...rest] = call.path.split('/');
  const segment = percentDecoded(rawSegment);
  const issuer: Issuer = { origin: call.origin, segment: segment.toLowerCase(), tenantId: simulation.tenant.id };
  switch (rest.join('/').toLowerCase()) {
    case 'discovery/instance':
      return jsonAnswer(200, instanceDiscovery(issuer), signInHeaders(metadataCache));
    case 'v2.0/.well-known/openid-configuration':
      return forTenant(simulation, call, { segment, value: () => openIdConfiguration(issuer) });
    case 'discovery/v2.0/keys':
      return forTenant(simulation, call, { segment, value: () => keySet(simulation.signingKey, simulation.tenant.id) });
    case 'oauth2/v2.0/token':
      if (call.method !== 'POST') return notYet(simulation, call);
      return (await answerToken(simulation, call, segment)) ?? notYet(simulation, call);
    case 'oauth2/v2.0/authorize':
    case 'oauth2/v2.0/devicecode':
    case 'oauth2/v2.0/logout':
    case 'v2.0/adminconsent':
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
    now: simulation.tenant.clock.now(),
    correlationId: call.header('client-request-id'),
    switches: simulation.switches,
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
