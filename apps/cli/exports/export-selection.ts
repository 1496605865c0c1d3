import { Failure, type MatterId } from '#evidence';
import type { Selection } from '#export';
import type { Reader } from '#platform';
import type { Invocation } from '../frame/command-definition.ts';
import { UsageError } from '../frame/usage-error.ts';

/** What is handed out, and of which matter. */
export interface ChosenSelection {
  readonly matter: MatterId;
  readonly selection: Selection;
  /** What a person should know of it before it begins. */
  readonly remark: string | null;
}

/** --collection, --matter, or --query within a matter. Failure `not-found` when there is no such thing. */
export async function chooseSelection(
  reader: Reader,
  invocation: Pick<Invocation, 'given' | 'terminal' | 'clock'>,
): Promise<ChosenSelection> {
  const { given } = invocation;
  const [collection, matter, query] = [given.text('collection'), given.text('matter'), given.text('query')];
  if (query !== undefined) {
    if (collection !== undefined) throw new UsageError('Give --query with --matter, not with --collection.');
    return whatIsFound(reader, query, { ...invocation, matter });
  }
  if ((collection === undefined) === (matter === undefined))
    throw new UsageError('Say what to export: either --collection ID or --matter NAME, or --query KQL.');
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

/** What a query finds now; the export freezes it, so that a later resume hands out the same. */
async function whatIsFound(
  reader: Reader,
  query: string,
  { terminal, clock, matter }: Pick<Invocation, 'terminal' | 'clock'> & { readonly matter: string | undefined },
): Promise<ChosenSelection> {
  const { prepareSearch } = await import('#search');
  const { readQuery } = await import('../search/read-query.ts');
  const { foundItems } = await import('../../workbench/exports/found-items.ts');
  const { chooseMatters } = await import('../search/choose-matters.ts');
  const expression = readQuery(terminal, query);
  const [chosen] = await chooseMatters(reader, { matter, isAll: false });
  if (chosen === undefined) throw new UsageError('There is no matter to search in yet.');
  const search = await prepareSearch(reader, { expression, matters: [chosen], now: clock.now() });
  return {
    matter: chosen,
    selection: { kind: 'items', query, items: foundItems(reader, chosen, search) },
    remark: null,
  };
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
