import type { Instance } from './compose.ts';

/**
 * The same instance for one piece of work: what the work takes into care is closed with it, not with the instance.
 * Database, vault and secrets stay open.
 */
export function scopedInstance(instance: Instance): Instance {
  const stack = new AsyncDisposableStack();
  return {
    configuration: instance.configuration,
    dataFolder: instance.dataFolder,
    holder: instance.holder,
    create: () => instance.create(),
    adopt: () => instance.adopt(),
    requireFolder: () => instance.requireFolder(),
    database: () => instance.database(),
    databaseAsItIs: () => instance.databaseAsItIs(),
    vault: () => instance.vault(),
    secrets: () => instance.secrets(),
    use: (part) => stack.use(part),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
