import { exchangeAudience, graphAudience, type Audience } from './access-token.ts';
import { missingParameter, type Refusal } from './refusal.ts';

export type Scope = { readonly audience: Audience } | { readonly refusal: Refusal };

const resources: ReadonlyMap<string, Audience> = new Map([
  ['https://graph.microsoft.com', graphAudience],
  ['https://graph.microsoft.us', graphAudience],
  ['https://dod-graph.microsoft.us', graphAudience],
  ['https://microsoftgraph.chinacloudapi.cn', graphAudience],
  ['00000003-0000-0000-c000-000000000000', graphAudience],
  ['https://outlook.office365.com', exchangeAudience],
  ['https://outlook.office.com', exchangeAudience],
  ['https://outlook.office365.us', exchangeAudience],
  ['https://partner.outlook.cn', exchangeAudience],
  ['00000002-0000-0ff1-ce00-000000000000', exchangeAudience],
]);

const suffix = '/.default';
const openIdScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

/**
 * Resolves the scope of a client-credentials request.
 * The tenant's own origin counts as Graph's resource, as in a cloud of its own.
 */
export function scopeOf(text: string | undefined, names: { readonly tenant: string; readonly origin: string }): Scope {
  if (text === undefined || text.trim() === '') return { refusal: missingParameter('scope') };
  const scopes = text
    .trim()
    .split(/\s+/)
    .filter((scope) => !openIdScopes.has(scope));
  const [first] = scopes;
  if (first === undefined || scopes.some((scope) => !isWellFormed(scope))) return { refusal: invalid(text) };
  const named = new Set(scopes.map(resourceOf));
  if (named.size > 1) {
    return {
      refusal: {
        code: 700022,
        text: `The provided value for the input parameter scope '${text}' is not valid because it contains more than one resource.`,
      },
    };
  }
  const wrong = scopes.find((scope) => !scope.endsWith(suffix));
  if (wrong !== undefined) {
    const why = `The provided value for scope ${wrong} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`;
    return { refusal: { code: 1002012, text: why } };
  }
  const resource = resourceOf(first);
  const audience = resource === names.origin.toLowerCase() ? graphAudience : resources.get(resource);
  if (audience !== undefined) return { audience };
  const why =
    `The resource principal named ${first.slice(0, -suffix.length)} was not found in the tenant named ${names.tenant}. ` +
    'This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. ' +
    'You might have sent your authentication request to the wrong tenant.';
  return { refusal: { code: 500011, text: why } };
}

/** `https://host//.default` is how a resource with a trailing slash is written; the slash makes no other resource. */
function resourceOf(scope: string): string {
  const end = scope.lastIndexOf('/');
  return scope.slice(0, Math.max(end, 0)).replace(/\/+$/, '').toLowerCase();
}

function isWellFormed(scope: string): boolean {
  if (!/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)) return false;
  const afterScheme = scope.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  return afterScheme === scope || afterScheme.includes('/');
}

function invalid(text: string): Refusal {
  return {
    code: 70011,
    text: `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${text} is not valid.`,
  };
}
