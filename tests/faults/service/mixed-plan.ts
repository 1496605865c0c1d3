import type { Fault, FaultAction } from 'simulated-tenant';
import { seededRandom } from '../seeded-random.ts';
import type { Rig } from '../rig.ts';
import { everywhere, lostPlaces, passingFaults, patterns, type PassingFault, type PlaceName } from './fault-table.ts';
import { said } from './lasting-table.ts';

/** How many requests of each place an undisturbed collection makes. */
export type RequestCounts = ReadonlyMap<PlaceName, number>;

export function countRequests(rig: Rig): RequestCounts {
  const asked = rig.tenant.log.entries().map(({ url }) => decodeURIComponent(url));
  return new Map(
    placeNames.map((place) => {
      const pattern = new RegExp(patterns[place]);
      return [place, asked.filter((url) => pattern.test(url)).length];
    }),
  );
}

const placeNames = Object.keys(patterns) as readonly PlaceName[];

/** The seeds of every test run; the soak draws others. */
export const seedsOfFaults = [1, 2, 3, 4, 5, 6];
export const seedsOfChanges = [1, 2, 3, 4];

interface Drawing {
  pick<Value>(values: readonly Value[]): Value;
  /** A request of a place that every collection makes, counted from 1. */
  nth(place: PlaceName): number;
}

function drawing(seed: number, counts: RequestCounts): Drawing {
  const random = seededRandom(seed);
  const below = (count: number): number => Math.floor(random() * count);
  return {
    pick: (values) => values[below(values.length)]!,
    nth: (place) => 1 + below(counts.get(place) ?? 1),
  };
}

/** The counts of a collection that finds fewer things to ask for, because they go away meanwhile. */
export function countsAmidChanges(counts: RequestCounts): RequestCounts {
  const fewer: Partial<Record<PlaceName, number>> = { changes: 1, 'further changes': 0 };
  return new Map([...counts].map(([place, count]) => [place, fewer[place] ?? Math.ceil(count / 3)]));
}

/** The table by kinds, so that a kind with many spellings hides no other. */
const byKind: readonly (readonly PassingFault[])[] = [
  ...Map.groupBy([...passingFaults, ...lostPlaces], ({ action }) => action.kind).values(),
];

const newest = { folder: 'inbox', position: 0 } as const;
const sent = { folder: 'sentitems', position: 0 } as const;
const certain: { action: FaultAction; at: readonly PlaceName[] } = { action: { kind: 'touch' }, at: ['bytes'] };

/** Faults that pass, drawn from the table, each on one request of one place that is asked for. */
export function mixtureOfPassing(seed: number, counts: RequestCounts, length: number): readonly Fault[] {
  const { pick, nth } = drawing(seed, counts);
  const drawn = Array.from({ length }, (_, at): Fault => {
    const { name, action, at: choices } = pick(pick(byKind));
    const place = pick(choices.filter((choice) => counts.get(choice) !== 0));
    return { name: `${String(at)}: ${name} at ${place}`, match: { path: patterns[place] }, nth: nth(place), action };
  });
  // Folders are read from the start once when their place is lost, and not a second time.
  const lost = drawn.filter(({ action }) => action.kind === 'expire-delta');
  return drawn.filter((fault) => {
    const first = lost.find(({ match }) => match.path === fault.match.path);
    return fault.action.kind !== 'expire-delta' || fault === first;
  });
}

/** A refusal of one request, by the service as a whole or of one mailbox, from which a run may not recover by itself. */
export function drawnRefusal(seed: number, counts: RequestCounts): Fault {
  const { pick, nth } = drawing(seed, counts);
  const place = pick(everywhere);
  return {
    name: `403 at ${place}`,
    match: { path: patterns[place] },
    nth: nth(place),
    action: { kind: 'answer', status: 403, body: said('ErrorAccessDenied') },
  };
}

/** Each kind of change to a mailbox, for a test of its own: all of them find something to change. */
export const loneChanges: readonly PassingFault[] = [
  { name: 'messages that move', action: { kind: 'move', to: 'archive', target: newest }, at: ['page', 'bytes'] },
  {
    name: 'messages that move to where was looked',
    action: { kind: 'move', to: 'inbox', target: sent },
    at: ['page', 'bytes'],
  },
  { name: 'messages that vanish', action: { kind: 'vanish', target: newest }, at: ['page', 'count', 'bytes'] },
  { name: 'a message that vanishes as it is fetched', action: { kind: 'vanish' }, at: ['bytes'] },
  { name: 'messages that are touched', action: { kind: 'touch', target: newest }, at: ['page', 'changes', 'bytes'] },
  { name: 'messages that arrive', action: { kind: 'deliver', folder: 'inbox' }, at: ['page', 'count'] },
  { name: 'a folder that is deleted', action: { kind: 'delete-folder', folder: 'Doomed' }, at: ['page'] },
  { name: 'a folder that is deleted late', action: { kind: 'delete-folder', folder: 'Doomed too' }, at: ['bytes'] },
];

/** What changes a mailbox, and may find nothing to change. */
export const changeKinds: ReadonlySet<FaultAction['kind']> = new Set(loneChanges.map(({ action }) => action.kind));

/** Changes to the mailbox while it is collected. The first one finds something to change wherever it strikes. What arrives comes while folders are walked: later is too late. */
function mixtureOfChanges(seed: number, counts: RequestCounts, length: number): readonly Fault[] {
  const { pick, nth } = drawing(seed, counts);
  const folders = [
    'inbox',
    'sentitems',
    'deleteditems',
    'archive',
    'recoverableitemsdeletions',
    'recoverableitemspurges',
  ];
  const drawAction = (): { action: FaultAction; at: readonly PlaceName[] } => {
    const position = pick([0, 1, 2, 3, 4, 5, 6, 7]);
    const folder = pick(folders);
    return pick([
      { action: { kind: 'move', target: { folder, position }, to: pick(folders) }, at: everywhere },
      { action: { kind: 'vanish', target: { folder, position } }, at: everywhere },
      { action: { kind: 'vanish' }, at: ['bytes'] },
      { action: { kind: 'touch', target: { folder, position } }, at: everywhere },
      { action: { kind: 'touch' }, at: ['bytes'] },
      { action: { kind: 'deliver', folder, subject: `Arrived ${String(position)}` }, at: ['page', 'count'] },
      { action: { kind: 'delete-folder', folder: pick(['Doomed', 'Doomed below', 'Doomed too']) }, at: everywhere },
      { action: { kind: 'clock-jump', milliseconds: 60_000 * (1 + position) }, at: everywhere },
    ]);
  };
  return Array.from({ length }, (_, at): Fault => {
    const { action, at: choices } = at === 0 ? certain : drawAction();
    const place = pick(choices);
    // Of pages and counts the first ones only: the closing pass asks for more, and after it nothing is looked for.
    const when = place === 'page' || place === 'count' ? pick([1, 2, 3]) : nth(place);
    return { name: `${String(at)}: ${action.kind} at ${place}`, match: { path: patterns[place] }, nth: when, action };
  });
}

/** Many passing faults at once. */
export function planAmidFaults(seed: number, counts: RequestCounts): readonly Fault[] {
  return mixtureOfPassing(seed, counts, 14);
}

/** Changes to the mailbox, with passing faults among them. */
export function planAmidChanges(seed: number, counts: RequestCounts): readonly Fault[] {
  return [...mixtureOfPassing(seed, counts, 6), ...mixtureOfChanges(seed + 1, counts, 8)];
}
