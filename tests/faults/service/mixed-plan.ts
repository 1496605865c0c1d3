import type { Fault, FaultAction } from 'simulated-tenant';
import { seededRandom } from '../seeded-random.ts';
import type { Rig } from '../rig.ts';
import { everywhere, passingFaults, places, type PlaceName } from './fault-table.ts';

/** How many requests of each place an undisturbed collection makes. */
export type RequestCounts = ReadonlyMap<PlaceName, number>;

export function countRequests(rig: Rig): RequestCounts {
  const asked = rig.tenant.log.entries().map(({ url }) => decodeURIComponent(url));
  return new Map(
    everywhere.map((place) => {
      const pattern = new RegExp(places[place]);
      return [place, asked.filter((url) => pattern.test(url)).length];
    }),
  );
}

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
  return new Map([...counts].map(([place, count]) => [place, place === 'changes' ? 1 : Math.ceil(count / 3)]));
}

/** Slow ones cost more than they show when they are drawn again and again. */
const quick = passingFaults.filter(({ action }) => action.kind !== 'stall' && action.kind !== 'slow');

/** Faults that pass, drawn from the table, each on one request of one place. */
export function mixtureOfPassing(seed: number, counts: RequestCounts, length: number): readonly Fault[] {
  const { pick, nth } = drawing(seed, counts);
  return Array.from({ length }, (_, at): Fault => {
    const { name, action, at: choices } = pick(quick);
    const place = pick(choices);
    return { name: `${String(at)}: ${name} at ${place}`, match: { path: places[place] }, nth: nth(place), action };
  });
}

/** Changes to the mailbox while it is collected. What arrives comes while folders are walked: later is too late. */
export function mixtureOfChanges(seed: number, counts: RequestCounts, length: number): readonly Fault[] {
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
    const { action, at: choices } = drawAction();
    const place = pick(choices);
    // Of pages and counts the first ones only: the closing pass asks for more, and after it nothing is looked for.
    const when = place === 'page' || place === 'count' ? pick([1, 2, 3]) : nth(place);
    return { name: `${String(at)}: ${action.kind} at ${place}`, match: { path: places[place] }, nth: when, action };
  });
}
