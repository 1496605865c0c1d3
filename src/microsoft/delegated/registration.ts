import type { Static } from 'typebox';
import Type from 'typebox';
import type { Cloud, CloudName } from '../clouds/cloud.ts';
import { clouds } from '../clouds/cloud.ts';
import { customCloud } from '../clouds/custom-endpoints.ts';
import type { Credential } from '../sign-in/credential.ts';
import { clientCertificate, clientSecret } from '../sign-in/credential.ts';

/** An app registration that people sign in through. */
export interface SignInRegistration {
  readonly cloud: Cloud;
  /** Directory id or verified domain. */
  readonly tenant: string;
  readonly clientId: string;
  readonly credential: Credential;
}

/** An app registration that people sign in through, as text. */
export const RegistrationText = Type.Object({
  cloud: Type.String(),
  login: Type.String(),
  graph: Type.String(),
  graphAudience: Type.String(),
  tenant: Type.String(),
  clientId: Type.String(),
  credentialKind: Type.Union([Type.Literal('secret'), Type.Literal('certificate')]),
  credential: Type.String(),
  credentialExpiresAt: Type.Union([Type.String(), Type.Null()]),
});
export type RegistrationText = Static<typeof RegistrationText>;

export function registrationText({ cloud, tenant, clientId, credential }: SignInRegistration): RegistrationText {
  const { name, login, graph, graphAudience } = cloud;
  return {
    cloud: name,
    login,
    graph,
    graphAudience,
    tenant,
    clientId,
    credentialKind: credential.kind,
    credential: credential.reveal(),
    credentialExpiresAt: credential.expiresAt?.toISOString() ?? null,
  };
}

export function registrationOf(text: RegistrationText): SignInRegistration {
  return { cloud: cloudOf(text), tenant: text.tenant, clientId: text.clientId, credential: credentialOf(text) };
}

function cloudOf({ cloud, login, graph, graphAudience }: RegistrationText): Cloud {
  const names = Object.keys(clouds) as Exclude<CloudName, 'custom'>[];
  const known = names.find((name) => name === cloud);
  return known === undefined ? customCloud({ login, graph, graphAudience }) : clouds[known];
}

function credentialOf(text: RegistrationText): Credential {
  if (text.credentialKind === 'certificate') return clientCertificate(text.credential);
  const ends = text.credentialExpiresAt;
  return clientSecret(text.credential, ends === null ? null : new Date(ends));
}
