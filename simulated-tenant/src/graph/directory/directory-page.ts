import type { Answer } from '../../http/answer.ts';
import { badRequest, type GraphError } from '../protocol/graph-error.ts';
import { contextUrl, pageAnswer, selfUrl, type GraphCall } from '../protocol/graph-call.ts';
import { opaqueToken, readToken } from '../protocol/opaque-token.ts';
import { linkWith } from '../protocol/query-options.ts';

export interface DirectoryPage<Item> {
  readonly set: string;
  readonly items: readonly Item[];
  readonly write: (item: Item) => unknown;
  /** Cost of the call in resource units. */
  readonly resourceUnit: number;
  readonly count: boolean;
}

const defaultPage = 100;
const largestPage = 999;

/**
 * A page of directory objects: 100 by default, 999 at most, going on by `$skiptoken`.
 * Errors: GraphError 400 Request_BadRequest for `$top` or `$skip`, Directory_ExpiredPageToken for a foreign token.
 */
export function directoryPage<Item>(
  graph: GraphCall,
  { set, items, write, resourceUnit, count }: DirectoryPage<Item>,
): Answer {
  const { options, pageCap } = graph;
  const top = options.top ?? defaultPage;
  if (top < 1 || top > largestPage)
    throw badRequest(
      `Invalid page size specified: '${String(top)}'. Must be between 1 and ${String(largestPage)} inclusive.`,
      'Request_BadRequest',
    );
  if (options.skip > 0) throw badRequest("'$skip' is not supported by the service.", 'Request_BadRequest');
  const start = options.skipToken === undefined ? 0 : startOf(options.skipToken);
  const end = start + Math.min(top, pageCap);
  return pageAnswer(
    {
      context: contextUrl(graph, set),
      count: count ? items.length : undefined,
      nextLink:
        end < items.length ? linkWith(selfUrl(graph), options, { $skiptoken: opaqueToken({ d: end }) }) : undefined,
      value: items.slice(start, end).map(write),
    },
    resourceUnits(graph, resourceUnit),
  );
}

function startOf(token: string): number {
  const start = readToken(token)?.['d'];
  if (typeof start !== 'number')
    throw badRequest(
      'The specified page token value has expired and can no longer be included in your request.',
      'Directory_ExpiredPageToken',
    );
  return start;
}

/** Identity answers say what they cost: `$select` takes one unit off, a small `$top` another. */
export function resourceUnits({ options }: GraphCall, base: number): Readonly<Record<string, string>> {
  const cost = base - (options.select === undefined ? 0 : 1) - (options.top !== undefined && options.top < 20 ? 1 : 0);
  return { 'x-ms-resource-unit': String(Math.max(1, cost)) };
}

export const needsEventual = (message: string): GraphError => badRequest(message, 'Request_UnsupportedQuery');
