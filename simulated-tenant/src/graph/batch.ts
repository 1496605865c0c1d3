import { bodyBytes, jsonAnswer, type Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import { badRequest } from './protocol/graph-error.ts';
import type { GraphCall, GraphOutcome } from './protocol/graph-call.ts';
import { parsedBody } from './mailbox-routes.ts';

interface Part {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
}

interface PartAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

type Dispatch = (call: Call) => Promise<GraphOutcome>;

const mostParts = 20;
const inFlight = 4;
const sharedHeaders = new Set([
  'cache-control',
  'content-type',
  'odata-version',
  'retry-after',
  'location',
  'preference-applied',
  'etag',
]);

/**
 * `POST $batch`: up to twenty requests, each metered and answered by itself.
 * Strict: slots are held until the whole batch is answered, so a fifth request for one mailbox gets an inner 429.
 * Queued: four at a time, each slot given back at once.
 * Errors: GraphError 400 for more than twenty, doubled ids, missing fields, or dependencies on nothing.
 */
export async function answerBatch(graph: GraphCall, dispatch: Dispatch): Promise<Answer> {
  const parts = partsOf(parsedBody(await graph.call.body()));
  const strict = graph.simulation.switches.batch === 'strict';
  const held: (() => void)[] = [];
  const answers = new Map<string, PartAnswer>();
  const answerPart = async (part: Part): Promise<void> => {
    if (part.dependsOn.some((id) => (answers.get(id.toLowerCase())?.status ?? 424) >= 400)) {
      answers.set(part.id.toLowerCase(), failedDependency(part.id));
      return;
    }
    const outcome = await dispatch(innerCall(graph, part));
    if (strict) held.push(outcome.release);
    else outcome.release();
    answers.set(part.id.toLowerCase(), await partAnswer(part.id, outcome.answer));
  };
  let waiting = parts;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ dependsOn }) => dependsOn.every((id) => answers.has(id.toLowerCase())));
    if (ready.length === 0) throw badRequest('The batch request has circular dependencies.');
    waiting = waiting.filter((part) => !ready.includes(part));
    for (let at = 0; at < ready.length; at += inFlight)
      await Promise.all(ready.slice(at, at + inFlight).map(answerPart));
  }
  for (const release of held) release();
  // Order is not promised; telling the last first keeps clients from relying on it.
  return jsonAnswer(200, { responses: [...answers.values()].toReversed() });
}

function partsOf(body: Readonly<Record<string, unknown>>): readonly Part[] {
  const { requests } = body;
  if (!Array.isArray(requests) || requests.length === 0)
    throw badRequest("Invalid batch payload format. The 'requests' property is missing or empty.");
  if (requests.length > mostParts)
    throw badRequest(
      `Number of batch request steps exceeds the maximum value of ${String(mostParts)}.`,
      'MaximumValueExceeded',
    );
  const parts = requests.map(partOf);
  const ids = new Set(parts.map(({ id }) => id.toLowerCase()));
  if (ids.size !== parts.length)
    throw badRequest('Duplicate request ids found in the batch. Request ids must be unique.');
  for (const { id, dependsOn } of parts) {
    const unknown = dependsOn.find((other) => !ids.has(other.toLowerCase()));
    if (unknown !== undefined)
      throw badRequest(`Request '${id}' depends on '${unknown}', which is not part of the batch.`);
  }
  return parts;
}

function partOf(value: unknown): Part {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const { id, method, url, headers, body, dependsOn } = fields;
  if (typeof id !== 'string' || id === '')
    throw badRequest("Invalid batch payload format. Every request needs an 'id'.");
  if (typeof method !== 'string' || typeof url !== 'string')
    throw badRequest(`Invalid batch payload format. Request '${id}' needs a 'method' and a 'url'.`);
  const given = Object.entries((headers ?? {}) as Readonly<Record<string, unknown>>).map(
    ([name, text]) => [name.toLowerCase(), String(text)] as const,
  );
  const known = new Map(given);
  if (body !== undefined && body !== null && !known.has('content-type'))
    throw badRequest(`Write request id : ${id} does not contain Content-Type header or body.`);
  return {
    id,
    method: method.toUpperCase(),
    url,
    headers: known,
    body,
    dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [],
  };
}

function innerCall({ call, version }: GraphCall, part: Part): Call {
  const relative = part.url.startsWith('/') ? part.url : `/${part.url}`;
  const url = `/${version}${relative}`;
  const mark = url.indexOf('?');
  return {
    method: part.method,
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    origin: call.origin,
    requestId: crypto.randomUUID(),
    header: (name) => part.headers.get(name) ?? (name === 'authorization' ? call.header(name) : undefined),
    body: () =>
      Promise.resolve(Buffer.from(typeof part.body === 'string' ? part.body : JSON.stringify(part.body ?? {}), 'utf8')),
  };
}

async function partAnswer(id: string, answer: Answer): Promise<PartAnswer> {
  const headers = Object.fromEntries(
    Object.entries(answer.headers).filter(([name]) => sharedHeaders.has(name.toLowerCase())),
  );
  const { body, status } = answer;
  if (body.kind === 'empty') return { id, status, headers };
  if (body.kind === 'json') return { id, status, headers, body: body.value };
  const bytes = Buffer.from(await bodyBytes(body));
  const isCount = (headers['Content-Type'] ?? '') === 'text/plain' && /^\d{1,12}$/.test(bytes.toString('latin1'));
  return { id, status, headers, body: isCount ? Number(bytes.toString('latin1')) : bytes.toString('base64') };
}

function failedDependency(id: string): PartAnswer {
  const message = 'The request could not be completed because a request it depends on failed.';
  return {
    id,
    status: 424,
    headers: { 'Content-Type': 'application/json' },
    body: { error: { code: 'FailedDependency', message } },
  };
}
