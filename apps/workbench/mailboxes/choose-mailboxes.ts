import { Failure } from '#evidence';
import type { PlannedMailbox } from '#collector';
import { listPeople, resolveMailbox, type GraphReader, type MailboxPerson } from '#microsoft';

/** A mailbox somebody wants collected, as it was given. */
export interface WantedMailbox {
  readonly given: string;
  /** Null takes the display name from the directory. */
  readonly custodian: string | null;
  /** Where it was given, for messages: `people.csv, line 7`; null for an option. */
  readonly from: string | null;
}

/** Which mailboxes somebody asked for. */
export type MailboxChoice =
  | { readonly kind: 'named'; readonly wanted: readonly WantedMailbox[] }
  | { readonly kind: 'all'; readonly exclusions: readonly string[] };

/** A mailbox to collect, as the directory knows it. */
export interface ChosenMailbox extends PlannedMailbox {
  /** Null where the directory shows no licences. */
  readonly isLicensed: boolean | null;
}

/** The mailboxes to collect, and what to tell the person who named them. */
export interface ChosenMailboxes {
  readonly mailboxes: readonly ChosenMailbox[];
  /** Aliases that were resolved, mailboxes named twice. */
  readonly notes: readonly string[];
}

const lookUpsAtOnce = 8;

/**
 * Finds the mailboxes somebody named, by primary address, alias, sign-in name or object id.
 * The custodian is the directory's display name where none was given.
 * Failure `not-found` that names every mailbox the tenant does not have.
 */
export async function findMailboxes(
  directory: GraphReader,
  wanted: readonly WantedMailbox[],
  signal: AbortSignal,
): Promise<ChosenMailboxes> {
  const found = await lookUp(directory, wanted, signal);
  const notes: string[] = [];
  const chosen = new Map<string, Chosen>();
  for (const { want, person, note } of found) {
    if (note !== null) notes.push(note);
    if (chosen.has(person.id))
      notes.push(`${want.given} is the mailbox ${person.address} again; it is collected once.`);
    else chosen.set(person.id, { person, custodian: want.custodian });
  }
  return { mailboxes: plan([...chosen.values()]), notes };
}

/**
 * Everybody in the tenant with an address of mail, guests apart, minus the exclusions.
 * Failure `not-found` for an exclusion that is nobody's: a misspelt one would collect whom it meant to leave out.
 */
export async function findAllMailboxes(
  directory: GraphReader,
  exclusions: readonly string[],
  signal: AbortSignal,
): Promise<ChosenMailboxes> {
  const wanted = new Set(exclusions.map((name) => name.trim().toLowerCase()));
  const matched = new Set<string>();
  const chosen: Chosen[] = [];
  for await (const person of listPeople(directory, signal)) {
    const matches = namesOf(person).filter((name) => wanted.has(name));
    for (const name of matches) matched.add(name);
    if (matches.length === 0 && person.hasAddress && !person.isGuest) chosen.push({ person, custodian: null });
  }
  const nobody = [...wanted].filter((name) => !matched.has(name));
  if (nobody.length > 0) throw unknownMailboxes(nobody.map((name) => `${name} (--exclude)`));
  return { mailboxes: plan(chosen), notes: [] };
}

interface Chosen {
  readonly person: MailboxPerson;
  readonly custodian: string | null;
}

interface Found {
  readonly want: WantedMailbox;
  readonly person: MailboxPerson;
  readonly note: string | null;
}

async function lookUp(
  directory: GraphReader,
  wanted: readonly WantedMailbox[],
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const found: (Found | null)[] = wanted.map(() => null);
  const unknown: string[] = [];
  const queue = [...wanted.entries()];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, want] = next;
      try {
        found[index] = { want, ...(await resolveMailbox(directory, want.given, signal)) };
      } catch (thrown) {
        if (!(thrown instanceof Failure) || thrown.kind !== 'not-found') throw thrown;
        unknown.push(want.from === null ? want.given : `${want.given} (${want.from})`);
      }
    }
  };
  await Promise.all(Array.from({ length: lookUpsAtOnce }, lane));
  if (unknown.length > 0) throw unknownMailboxes(unknown);
  return found.filter((one) => one !== null);
}

function unknownMailboxes(unknown: readonly string[]): Failure {
  return new Failure('not-found', `The tenant has no mailbox ${[...unknown].sort().join(', ')}.`, {
    code: 'mailboxes-unknown',
    fix: 'Check the spelling, or list what there is with `chainmail mailbox list --connection NAME`. Nothing was begun.',
  });
}

function namesOf(person: MailboxPerson): readonly string[] {
  return [person.id, person.address, person.userPrincipalName, ...person.aliases].map((name) => name.toLowerCase());
}

/** Two people of one name are two custodians: their addresses tell them apart. */
function plan(chosen: readonly Chosen[]): readonly ChosenMailbox[] {
  const byName = Map.groupBy(
    chosen.filter(({ custodian }) => custodian === null),
    ({ person }) => person.displayName,
  );
  return chosen.map(({ person, custodian }) => {
    const isShared = (byName.get(person.displayName)?.length ?? 0) > 1;
    const ownName = isShared ? `${person.displayName} (${person.address})` : person.displayName;
    return {
      sourceMailbox: person.id,
      address: person.address,
      displayName: person.displayName,
      custodian: custodian ?? ownName,
      isLicensed: person.isLicensed,
    };
  });
}
