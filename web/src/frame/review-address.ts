import type { Search } from '../api/review/search.ts';

/** What a review shows, as its address says: the query, the filters, and the message that is read. */
export interface ReviewAddress extends Search {
  readonly m?: string;
}

const lists = [
  'custodian',
  'mailbox',
  'folder',
  'collection',
  'sender',
  'domain',
  'type',
  'kind',
  'mark',
  'tag',
  'hold',
] as const satisfies readonly (keyof Search)[];
export type ListFilter = (typeof lists)[number];

/** An address as it was typed or kept: what is not understood is left out. */
export function readSearch(given: Record<string, unknown>): ReviewAddress {
  const address: Record<string, unknown> = {};
  for (const name of ['q', 'from', 'to', 'm']) {
    if (typeof given[name] === 'string' && given[name] !== '') address[name] = given[name];
  }
  for (const name of lists) {
    const values = [given[name]].flat().filter((value): value is string => typeof value === 'string');
    if (values.length > 0) address[name] = values;
  }
  if (typeof given['hasAttachment'] === 'boolean') address['hasAttachment'] = given['hasAttachment'];
  if (given['untagged'] === true) address['untagged'] = true;
  if (given['duplicates'] === 'hide' || given['duplicates'] === 'per-custodian')
    address['duplicates'] = given['duplicates'];
  return address;
}

/** The search of an address, without what is merely read. */
export function searchOf({ m: _read, ...search }: ReviewAddress): Search {
  return search;
}

/** How many filters narrow a search, the query apart. */
export function countFilters(search: Search): number {
  const { q: _query, ...filters } = search;
  return Object.values<unknown>(filters).filter((value) => value !== undefined).length;
}

/** The chosen values of a list filter. */
export function chosenOf(search: Search, filter: ListFilter): readonly string[] {
  return [search[filter] ?? []].flat();
}

/** Puts one value of a list filter in, or takes it out. */
export function toggled(search: Search, of: { filter: ListFilter; value: string; isIn: boolean }): Search {
  const { filter, value, isIn } = of;
  const rest = chosenOf(search, filter).filter((one) => one !== value);
  const values = isIn ? [...rest, value] : rest;
  return { ...search, [filter]: values.length === 0 ? undefined : values };
}
