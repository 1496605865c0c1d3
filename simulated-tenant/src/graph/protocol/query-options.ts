import { percentDecoded } from '../../http/call.ts';
import { badRequest } from './graph-error.ts';

/** The OData query options of a request, decoded but not yet judged against what is asked for. */
export interface QueryOptions {
  readonly select: readonly string[] | undefined;
  readonly top: number | undefined;
  readonly skip: number;
  readonly filter: string | undefined;
  readonly orderBy: string | undefined;
  readonly expand: string | undefined;
  readonly search: string | undefined;
  readonly count: boolean;
  readonly skipToken: string | undefined;
  readonly deltaToken: string | undefined;
  /** Custom options (without a dollar sign), lower-case names. */
  readonly custom: ReadonlyMap<string, string>;
  /** All options in the order sent, for building links. */
  readonly pairs: readonly (readonly [string, string])[];
}

const known = new Set([
  '$select',
  '$top',
  '$skip',
  '$filter',
  '$orderby',
  '$expand',
  '$search',
  '$count',
  '$skiptoken',
  '$deltatoken',
  '$format',
]);

/**
 * Errors: GraphError 400 for an unknown `$` option, a repeated option, or a number or boolean that is none.
 * Option names are case-insensitive, as at Graph.
 */
export function queryOptions(query: string): QueryOptions {
  const pairs =
    query === ''
      ? []
      : query
          .split('&')
          .filter((part) => part !== '')
          .map(pairOf);
  const options = new Map<string, string>();
  const custom = new Map<string, string>();
  for (const [name, value] of pairs) {
    const lower = name.toLowerCase();
    if (!lower.startsWith('$')) custom.set(lower, value);
    else if (!known.has(lower)) throw badRequest(`The query parameter '${name}' is not supported.`);
    else if (options.has(lower))
      throw badRequest(`Query option '${name}' was specified more than once, but it must be specified at most once.`);
    else options.set(lower, value);
  }
  return {
    select: listOf(options.get('$select')),
    top: wholeNumber('$top', options.get('$top')),
    skip: wholeNumber('$skip', options.get('$skip')) ?? 0,
    filter: options.get('$filter'),
    orderBy: options.get('$orderby'),
    expand: options.get('$expand'),
    search: options.get('$search'),
    count: truth(options.get('$count')),
    skipToken: options.get('$skiptoken'),
    deltaToken: options.get('$deltatoken'),
    custom,
    pairs,
  };
}

function pairOf(part: string): readonly [string, string] {
  const equals = part.indexOf('=');
  const name = equals < 0 ? part : part.slice(0, equals);
  const value = equals < 0 ? '' : part.slice(equals + 1);
  return [decoded(name), decoded(value)];
}

const decoded = (text: string): string => percentDecoded(text.replaceAll('+', ' '));

function listOf(text: string | undefined): readonly string[] | undefined {
  const names = text
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names === undefined || names.length === 0 || names.includes('*') ? undefined : names;
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text))
    throw badRequest(
      `Invalid value '${text}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`,
    );
  return Number(text);
}

function truth(text: string | undefined): boolean {
  if (text === undefined || text === 'false') return false;
  if (text === 'true') return true;
  throw badRequest(`Invalid value '${text}' for $count query option found. Valid values are 'true' or 'false'.`);
}

/** The same request with some options replaced or, given undefined, left out. */
export function linkWith(
  base: string,
  options: QueryOptions,
  changes: Readonly<Record<string, string | undefined>>,
): string {
  const kept = options.pairs.filter(([name]) => !(name.toLowerCase() in changes));
  const added = Object.entries(changes).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const text = [...kept, ...added]
    .map(([name, value]) => `${encodedName(name)}=${encodeURIComponent(value)}`)
    .join('&');
  return text === '' ? base : `${base}?${text}`;
}

const encodedName = (name: string): string => encodeURIComponent(name).replace('%24', '$');
