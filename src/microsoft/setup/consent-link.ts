import { delegatedScopes } from '../delegated/delegated-scopes.ts';
import type { Connection } from '../connections/connection.ts';

/**
 * The page on which an administrator consents for the whole organisation: to the permissions of the app registration, or
 * to exactly the delegated ones a person is asked for.
 * Source: Microsoft identity platform, "admin consent" (application permissions need `.default`).
 */
export function consentLink({ cloud, tenantId, tenant, clientId, kind, capabilities }: Connection): string {
  const scope =
    kind === 'delegated' ? delegatedScopes(cloud, capabilities).join(' ') : `${cloud.graphAudience}/.default`;
  const options = new URLSearchParams({ client_id: clientId, scope });
  return `${cloud.login}/${encodeURIComponent(tenantId ?? tenant)}/v2.0/adminconsent?${options.toString()}`;
}
