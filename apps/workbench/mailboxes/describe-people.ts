import { listPeople, readMailboxKind, type MailboxKind, type MailboxPerson, type OpenConnection } from '#microsoft';

/** What directory and Exchange let one expect of an account's mailbox. */
export interface DescribedPerson {
  readonly address: string;
  readonly name: string;
  readonly id: string;
  /** What Exchange says, where it may be asked; else what the directory tells, which cannot tell shared from left. */
  readonly kind: Exclude<MailboxKind, 'unknown'> | 'person' | 'guest' | 'shared, room or disabled' | 'not told';
  /** Null where the directory shows basic profiles only. */
  readonly isLicensed: boolean | null;
  readonly isEnabled: boolean | null;
  readonly expectation: 'there' | 'likely' | 'maybe' | 'none';
  readonly aliases: readonly string[];
}

const atOnce = 16;

/** Every account of the tenant, in the order of the directory. Kinds cost a request each: only with the capability. */
export async function* describePeople(open: OpenConnection, signal: AbortSignal): AsyncGenerator<DescribedPerson> {
  const asks = open.connection.capabilities.includes('tell-mailbox-kinds');
  let batch: MailboxPerson[] = [];
  const describe = (people: readonly MailboxPerson[]): Promise<DescribedPerson[]> =>
    Promise.all(people.map(async (person) => describePerson(person, await kindOf(person))));
  const kindOf = (person: MailboxPerson): Promise<MailboxKind> =>
    asks && person.hasAddress && !person.isGuest
      ? readMailboxKind(open.mailbox(person.id), person.id, signal)
      : Promise.resolve('unknown');
  for await (const person of listPeople(open.directory, signal)) {
    batch.push(person);
    if (batch.length < atOnce) continue;
    yield* await describe(batch);
    batch = [];
  }
  yield* await describe(batch);
}

function describePerson(person: MailboxPerson, kind: MailboxKind): DescribedPerson {
  const { id, address, displayName, isLicensed, isEnabled, aliases } = person;
  return {
    address,
    name: displayName,
    id,
    kind: kind === 'unknown' ? kindByDirectory(person) : kind,
    isLicensed,
    isEnabled,
    expectation: kind === 'unknown' ? expectation(person) : 'there',
    aliases,
  };
}

function kindByDirectory({ isGuest, isEnabled }: MailboxPerson): DescribedPerson['kind'] {
  if (isGuest) return 'guest';
  if (isEnabled === null) return 'not told';
  return isEnabled ? 'person' : 'shared, room or disabled';
}

function expectation({ isGuest, hasAddress, isLicensed, isEnabled }: MailboxPerson): DescribedPerson['expectation'] {
  if (isGuest || !hasAddress) return 'none';
  return isLicensed === true || isEnabled === false ? 'likely' : 'maybe';
}
