import type { Tenant } from '../model/contract.ts';
import type { Refusal } from './refusal.ts';

export type TenantName =
  | { readonly kind: 'tenant' }
  | { readonly kind: 'shared'; readonly name: 'common' | 'organizations' | 'consumers' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const hostName = /^(?=.{4,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;

export function isGuid(text: string): boolean {
  return guid.test(text);
}

/** Resolves the tenant segment of a sign-in URL: id, verified domain, or one of the shared names. */
export function tenantNamed(tenant: Tenant, segment: string): TenantName {
  const name = segment.toLowerCase();
  if (name === 'common' || name === 'organizations' || name === 'consumers') return { kind: 'shared', name };
  if (name === tenant.id.toLowerCase() || tenant.verifiedDomains.some((domain) => domain.toLowerCase() === name))
    return { kind: 'tenant' };
  if (!isGuid(name) && !hostName.test(name)) {
    return {
      kind: 'refused',
      refusal: {
        code: 900023,
        text: `Specified tenant identifier '${segment}' is neither a valid DNS name, nor a valid external domain.`,
      },
    };
  }
  const text =
    `Tenant '${segment}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. ` +
    'Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.';
  return { kind: 'refused', refusal: { code: 90002, text } };
}
