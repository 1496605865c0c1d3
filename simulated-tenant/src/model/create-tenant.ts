import type { Tenant, TenantOptions } from './contract.ts';
import { mailTenant } from './mail-files/mail-tenant.ts';
import { scaleTenant } from './scale/scale-tenant.ts';
import { lakesideTenant } from './seeds/lakeside/lakeside-tenant.ts';
import { tinyTenant } from './seeds/tiny/tiny-tenant.ts';
import { seedDate, startClock } from './tenant-clock.ts';

/** The seeds by name; the first is the one nobody has to name. */
const seeds = { lakeside: lakesideTenant, tiny: tinyTenant } as const;

/**
 * A tenant from a seed (`lakeside` unless named), from real mail, or computed from an index.
 * Laws: same options, same ids and bytes; nothing is rendered before it is asked for.
 * Rejects with an Error when the seed is unknown, when more than one source is named, or when the
 * folder of real mail cannot be read.
 */
export async function createTenant(options: TenantOptions): Promise<Tenant> {
  const named = [options.seed, options.mail, options.scale].filter((source) => source !== undefined);
  if (named.length > 1) throw new Error('name one of seed, mail and scale');
  const clock = startClock(options.clock);
  const start = options.clock?.start ?? seedDate;
  if (options.scale !== undefined) return scaleTenant(options.scale, clock, start);
  if (options.mail !== undefined)
    return mailTenant(options.mail, clock, { varyBytes: options.varyBytes === true, start });
  const seed = options.seed ?? 'lakeside';
  if (!isSeed(seed)) throw new Error(`no such seed: ${seed} (there are ${Object.keys(seeds).join(', ')})`);
  return seeds[seed](clock, start);
}

const isSeed = (name: string): name is keyof typeof seeds => Object.hasOwn(seeds, name);
