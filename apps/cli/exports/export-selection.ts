import { Failure, type MatterId } from '#evidence';
import type { Selection } from '#export';
import type { Reader } from '#platform';
import type { Given } from '../frame/given.ts';
import { UsageError } from '../frame/usage-error.ts';

/** What is handed out, and of which matter. */
export interface ChosenSelection {
  readonly matter: MatterId;
  readonly selection: Selection;
  /** What a person should know of it before it begins. */
  readonly remark: string | null;
}

/** One of --collection and --matter. Failure `not-found` when there is no such thing. */
export async function chooseSelection(reader: Reader, given: Given): Promise<ChosenSelection> {
  const [collection, matter] = [given.text('collection'), given.text('matter')];
  if ((collection === undefined) === (matter === undefined))
    throw new UsageError('Say what to export: either --collection ID or --matter NAME.');
  return collection === undefined ? wholeMatter(reader, matter ?? '') : oneCollection(reader, collection);
}

async function oneCollection(reader: Reader, id: string): Promise<ChosenSelection> {
  const { findCollection } = await import('#collector');
  const { id: collection, matter, status } = await findCollection(reader, id);
  const remark = status.startsWith('completed')
    ? null
    : `The collection is ${status}: the export holds what it has kept so far.`;
  return { matter, selection: { kind: 'collection', collection }, remark };
}

async function wholeMatter(reader: Reader, name: string): Promise<ChosenSelection> {
  const { findMatter } = await import('#catalogue');
  const matter = await findMatter(reader, name);
  if (matter !== null) return { matter: matter.id, selection: { kind: 'matter' }, remark: null };
  throw new Failure('not-found', `There is no matter ${name}.`, {
    code: 'matter-unknown',
    fix: 'See `chainmail collection list` for matters and their collections.',
  });
}
