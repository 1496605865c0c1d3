import { asFailure, type ConnectionId } from '#evidence';
import {
  brisk,
  listPeople,
  openConnection,
  readMailboxKind,
  type Connection,
  type MailboxKind,
  type MailboxPerson,
  type OpenConnection,
} from '#microsoft';
import { logger } from '#platform';
import { connectionStore } from '../../../workbench/connections/connection-store.ts';
import type { Parts } from '../../parts.ts';

/** The people of a tenant as they were read at one time, by address. */
export interface DirectoryReading {
  readonly people: readonly MailboxPerson[];
  readonly readAt: Date;
  /** What Exchange has said of mailboxes so far, by the directory's object id. */
  readonly kinds: Map<string, MailboxKind>;
}

const freshMs = 5 * 60_000;
const asksAtOnce = 8;

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

  /**
   * What the mailboxes of some people are for. One request each, so it is asked for those that are shown, once, and only
   * where the connection may ask; a person's connection may ask of the own mailbox alone. What is not told is not here.
   */
  async kinds(
    connection: Connection,
    reading: DirectoryReading,
    people: readonly MailboxPerson[],
  ): Promise<ReadonlyMap<string, MailboxKind>> {
    const { signer, capabilities } = connection;
    const unasked = people.filter(
      ({ id, isGuest, hasAddress }) =>
        !reading.kinds.has(id) && hasAddress && !isGuest && (signer === null || signer.id === id),
    );
    if (!capabilities.includes('tell-mailbox-kinds') || unasked.length === 0) return reading.kinds;
    await using open = await openConnection(await connectionStore(this.#parts), connection.id, { patience: brisk });
    const waiting = [...unasked];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        await this.#ask(open, reading, next.id);
    };
    await Promise.all(Array.from({ length: asksAtOnce }, work));
    return reading.kinds;
  }

  async #ask(open: OpenConnection, { kinds }: DirectoryReading, id: string): Promise<void> {
    try {
      kinds.set(id, await readMailboxKind(open.mailbox(id), id, this.#parts.stopping));
    } catch (thrown) {
      // The list is of use without it; what did not answer is asked again with the next page.
      logger('server').debug({ code: asFailure(thrown).code }, 'the kind of a mailbox was not told');
    }
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
    return { people, readAt, kinds: new Map() };
  }
}

function order(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
