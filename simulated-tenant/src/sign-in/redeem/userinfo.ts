import { jsonAnswer, type Answer } from '../../http/answer.ts';
import type { Call } from '../../http/call.ts';
import type { Simulation } from '../../simulation.ts';
import { pairwiseSubject, verifiedClaims } from '../access-token.ts';

/** `/oidc/userinfo`: who a person's token is about. Source: OpenID Connect Core, 5.3. */
export function answerUserInfo({ tenant, signingKey }: Simulation, call: Call): Answer {
  const header = call.header('authorization') ?? '';
  const token = /^bearer (.+)$/i.exec(header)?.[1] ?? '';
  const claims = verifiedClaims(token, signingKey);
  const person = claims?.scopes == null ? undefined : tenant.person(claims.oid);
  const app = tenant.apps.find(({ clientId }) => clientId === claims?.appid);
  const isCurrent = claims !== undefined && claims.tid === tenant.id && claims.exp * 1000 > tenant.clock.now();
  if (!isCurrent || person === undefined || app === undefined) {
    const headers = { 'WWW-Authenticate': 'Bearer error="invalid_token"' };
    const error = { code: 'InvalidAuthenticationToken', message: 'Access token validation failure.' };
    return jsonAnswer(401, { error }, headers);
  }
  const { givenName, surname, displayName, mail } = person;
  const has = (scope: string): boolean => claims.scopes?.includes(scope) === true;
  return jsonAnswer(200, {
    sub: pairwiseSubject(app, person),
    ...(has('profile') ? { name: displayName, given_name: givenName, family_name: surname } : {}),
    ...(has('email') && mail !== null ? { email: mail } : {}),
  });
}
