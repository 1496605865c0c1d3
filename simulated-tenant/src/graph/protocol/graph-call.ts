import { jsonAnswer, type Answer } from '../../http/answer.ts';
import type { Call } from '../../http/call.ts';
import type { Simulation } from '../../simulation.ts';
import type { Caller } from '../caller.ts';
import { preferences, type Preferences } from './preferences.ts';
import { queryOptions, type QueryOptions } from './query-options.ts';

/** One authenticated Graph request, parsed as far as every handler needs it. */
export interface GraphCall {
  readonly simulation: Simulation;
  readonly call: Call;
  readonly caller: Caller;
  /** Path segments after the version, decoded. */
  readonly segments: readonly string[];
  readonly version: 'v1.0' | 'beta';
  readonly options: QueryOptions;
  readonly prefer: Preferences;
  /** The most a page may hold because of a fault. */
  readonly pageCap: number;
}

export interface GraphCallParts {
  readonly caller: Caller;
  readonly segments: readonly string[];
  readonly version: 'v1.0' | 'beta';
  readonly pageCap: number;
}

const noOptions = queryOptions('');

export function graphCall(simulation: Simulation, call: Call, parts: GraphCallParts): GraphCall {
  return {
    simulation,
    call,
    ...parts,
    options: call.query === '' ? noOptions : queryOptions(call.query),
    prefer: preferences(call.header('prefer')),
  };
}

/** Absolute URL of the request without its query. */
export function selfUrl({ call }: GraphCall): string {
  return `${call.origin}${call.path}`;
}

/** `@odata.context` for an entity set, with the selection when there is one. */
export function contextUrl({ call, version, options }: GraphCall, set: string): string {
  const selection = options.select === undefined ? '' : `(${options.select.join(',')})`;
  const [head = set, ...tail] = set.split('/$entity');
  return `${call.origin}/${version}/$metadata#${head}${selection}${tail.length > 0 ? '/$entity' : ''}`;
}

export interface Page {
  readonly context: string;
  readonly value: readonly unknown[];
  readonly count?: number | undefined;
  readonly nextLink?: string | undefined;
  readonly deltaLink?: string | undefined;
}

export function pageAnswer(page: Page, headers: Readonly<Record<string, string>> = {}): Answer {
  const { context, count, nextLink, deltaLink, value } = page;
  return jsonAnswer(
    200,
    {
      '@odata.context': context,
      ...(count === undefined ? {} : { '@odata.count': count }),
      ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
      ...(deltaLink === undefined ? {} : { '@odata.deltaLink': deltaLink }),
      value,
    },
    headers,
  );
}

/** An answer and what the front of the server keeps of the request. */
export interface GraphOutcome {
  readonly answer: Answer;
  readonly appId: string | null;
  readonly mailbox: string | null;
  /** Gives the mailbox's slot back; called when the answer has left. */
  readonly release: () => void;
}
