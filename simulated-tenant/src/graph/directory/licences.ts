import type { Tenant } from '../../model/contract.ts';

type Sku = Tenant['skus'][number];

/** The Exchange plans a SKU may hold, by the words in its part number. */
const plans = {
  enterprise: { servicePlanId: 'efb87545-963c-4e0d-99df-69c6916d9eb0', servicePlanName: 'EXCHANGE_S_ENTERPRISE' },
  standard: { servicePlanId: '9aaf7827-d63c-4b61-89c3-182f06f82e5c', servicePlanName: 'EXCHANGE_S_STANDARD' },
  deskless: { servicePlanId: '4a82b400-a79f-41a4-b4e2-e94f5787b113', servicePlanName: 'EXCHANGE_S_DESKLESS' },
} as const;

function exchangePlans({ skuPartNumber }: Sku): readonly Record<string, unknown>[] {
  const shared = { provisioningStatus: 'Success', appliesTo: 'User' };
  if (/F1|F3|DESKLESS|KIOSK/i.test(skuPartNumber)) return [{ ...plans.deskless, ...shared }];
  if (/E3|E5|ENTERPRISE|SPE_/i.test(skuPartNumber)) return [{ ...plans.enterprise, ...shared }];
  if (/BUSINESS|E1|STANDARD|EXCHANGE|SPB/i.test(skuPartNumber)) return [{ ...plans.standard, ...shared }];
  return [];
}

export function subscribedSku(tenant: Tenant, sku: Sku): Record<string, unknown> {
  return {
    accountName: tenant.displayName,
    accountId: tenant.id,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits: sku.consumed,
    id: `${tenant.id}_${sku.skuId}`,
    skuId: sku.skuId,
    skuPartNumber: sku.skuPartNumber,
    subscriptionIds: [],
    prepaidUnits: { enabled: sku.enabled, suspended: 0, warning: 0, lockedOut: 0 },
    servicePlans: exchangePlans(sku),
  };
}

export function licenceDetail(sku: Sku): Record<string, unknown> {
  return {
    id: Buffer.from(sku.skuId.replaceAll('-', ''), 'hex').toString('base64url'),
    skuId: sku.skuId,
    skuPartNumber: sku.skuPartNumber,
    servicePlans: exchangePlans(sku),
  };
}
