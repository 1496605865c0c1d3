import * as node from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Database } from '#platform';
import type { DiskVaultOptions } from '#vault';

/**
 * Told before and after everything a collector does that lasts: transactions, and calls that change the disk.
 * What it does there happens at that instant: it may kill or stop its process.
 */
export type PassBoundary = (name: string) => void | Promise<void>;

type FileSystem = NonNullable<DiskVaultOptions['fileSystem']>;

/** The database, its transactions watched: begun, about to be committed, committed. */
export function watchedDatabase(database: Database, pass: PassBoundary): Database {
  return {
    ...database,
    transaction: async (work, options) => {
      const result = await database.transaction(async (tx) => {
        await pass('transaction begun');
        const done = await work(tx);
        await pass('transaction about to be committed');
        return done;
      }, options);
      await pass('transaction committed');
      return result;
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

const changing = new Set(['write', 'sync', 'chmod', 'close']);

/** The machine's file system, each call that changes something watched before and after. */
export function watchedFileSystem(pass: PassBoundary): FileSystem {
  const around = async <Result>(name: string, call: () => Promise<Result>): Promise<Result> => {
    await pass(`before ${name}`);
    const result = await call();
    await pass(`after ${name}`);
    return result;
  };
  const watch = (handle: FileHandle): FileHandle =>
    new Proxy(handle, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        const call = (...args: unknown[]): unknown => Reflect.apply(value, target, args);
        if (typeof name !== 'string' || !changing.has(name)) return call;
        return (...args: unknown[]) => around(name, async () => call(...args));
      },
    });
  return {
    ...node,
    open: async (...args: Parameters<FileSystem['open']>) => {
      if (args[1] === 'r' || args[1] === undefined) return node.open(...args);
      return watch(await around('open', () => node.open(...args)));
    },
    rename: (from, to) => around('rename', () => node.rename(from, to)),
  };
}
