import type { ConnectionId } from '#evidence';
import { brisk, listPeople, openConnection, type MailboxPerson } from '#microsoft';
import { connectionStore } from '../../../workbench/connections/connection-store.ts';
import type { Parts } from '../../parts.ts';

/** The people of a tenant as they were read at one time, by address. */
export interface DirectoryReading {
  readonly people: readonly MailboxPerson[];
  readonly readAt: Date;
}

const freshMs = 5 * 60_000;

/** Directories of thousands are read once and searched from memory for some minutes; the age is said. */
export class DirectoryCache {
  readonly #parts: Parts;
  readonly #readings = new Map<ConnectionId, Promise<DirectoryReading>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The directory of a connection; two who ask at once share one reading. Failures: those of the directory. */
  async read(connection: ConnectionId, options: { anew: boolean }): Promise<DirectoryReading> {
    const known = this.#readings.get(connection);
    if (known !== undefined && !options.anew) {
      const reading = await known;
      if (this.#parts.clock.now().getTime() - reading.readAt.getTime() < freshMs) return reading;
    }
    return this.#begin(connection);
  }

  async #begin(connection: ConnectionId): Promise<DirectoryReading> {
    const reading = this.#readAll(connection);
    this.#readings.set(connection, reading);
    try {
      return await reading;
    } catch (thrown) {
      // What failed is not remembered, unless somebody has begun anew meanwhile.
      if (this.#readings.get(connection) === reading) this.#readings.delete(connection);
      throw thrown;
    }
  }

  async #readAll(connection: ConnectionId): Promise<DirectoryReading> {
    const { clock, stopping } = this.#parts;
    const readAt = clock.now();
    await using open = await openConnection(await connectionStore(this.#parts), connection, { patience: brisk });
    const people = await Array.fromAsync(listPeople(open.directory, stopping));
    people.sort((left, right) => order(left.address, right.address) || order(left.id, right.id));
    return { people, readAt };
  }
}

function order(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
