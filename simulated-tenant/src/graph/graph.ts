import type { Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import type { Simulation } from '../simulation.ts';
import { mailAccess, sharedFolders } from './access.ts';
import { answerBatch } from './batch.ts';
import { callerOf } from './caller.ts';
import { answerDirectory } from './directory/directory-router.ts';
import { badRequest, GraphError, errorAnswer, notImplemented } from './protocol/graph-error.ts';
import { graphCall, type GraphCall, type GraphOutcome } from './protocol/graph-call.ts';
import { graphHeaders } from './protocol/graph-headers.ts';
import { closedMailbox, mailboxOf, meterName, sharedMailbox } from './mail/mailbox-of.ts';
import type { MailCall } from './mail/mail-call.ts';
import { answerMail } from './mail/mail-router.ts';
import { answerExchangeSettings, answerMailboxSettings, translateIds } from './mailbox-routes.ts';
import { segmentsOf } from './protocol/path.ts';
import { answerWrite } from './writes.ts';

/** What is learnt of a request while it is answered, refusals included. */
interface Trace {
  appId: string | null;
  mailbox: string | null;
  release: () => void;
}

const nothing = (): void => undefined;

/** Answers a request to `/v1.0` or `/beta`: signs in, finds the resource, asks for permission, meters, reads. */
export async function answerGraph(simulation: Simulation, call: Call, pageCap: number): Promise<GraphOutcome> {
  const trace: Trace = { appId: null, mailbox: null, release: nothing };
  const clientRequestId = call.header('client-request-id') ?? call.requestId;
  const answer = await attempted(simulation, call, { pageCap, trace }).catch((error: unknown) => {
    if (error instanceof GraphError)
      return errorAnswer(error, { now: simulation.tenant.clock.now(), requestId: call.requestId, clientRequestId });
    trace.release();
    throw error;
  });
  return {
    ...trace,
    answer: { ...answer, headers: graphHeaders(answer, { requestId: call.requestId, clientRequestId }) },
  };
}

interface Attempt {
  readonly pageCap: number;
  readonly trace: Trace;
}

async function attempted(simulation: Simulation, call: Call, { pageCap, trace }: Attempt): Promise<Answer> {
  const caller = callerOf(simulation, call);
  trace.appId = caller.app.clientId;
  const [version = '', ...segments] = segmentsOf(call.path);
  const graph = graphCall(simulation, call, {
    caller,
    segments,
    version: version.toLowerCase() === 'beta' ? 'beta' : 'v1.0',
    pageCap,
  });
  const answer = await routed(graph, trace);
  if (answer !== undefined) return answer;
  simulation.unknown.add({
    at: simulation.tenant.clock.now(),
    method: call.method,
    url: `${call.path}${call.query === '' ? '' : `?${call.query}`}`,
    appId: trace.appId,
  });
  throw notImplemented();
}

async function routed(graph: GraphCall, trace: Trace): Promise<Answer | undefined> {
  const { call, segments } = graph;
  const [head = '', id = '', part = '', property] = segments;
  const resource = head.toLowerCase();
  if (call.method === 'POST' && resource === '$batch' && segments.length === 1) {
    return answerBatch(graph, (inner) => answerInner(graph, inner));
  }
  if (resource === 'me') {
    if (graph.caller.person === null) throw badRequest('/me request is only valid with delegated authentication flow.');
    return routed({ ...graph, segments: ['users', graph.caller.person.id, ...segments.slice(1)] }, trace);
  }
  if (call.method === 'POST' && resource === 'users' && part.toLowerCase() === 'translateexchangeids')
    return translateIds(graph, id);
  if (call.method !== 'GET') return answerWrite(graph);
  if (resource !== 'users') return answerDirectory(graph);
  switch (part.toLowerCase()) {
    case 'mailfolders':
    case 'messages':
      return answerMail(admitted(graph, trace));
    case 'mailboxsettings':
      return answerMailboxSettings(graph, id, property);
    case 'settings':
      return property?.toLowerCase() === 'exchange' ? answerExchangeSettings(graph, id) : undefined;
    default:
      return answerDirectory(graph);
  }
}

/** One request of a batch: answered and logged like any other. */
async function answerInner({ simulation, pageCap }: GraphCall, call: Call): Promise<GraphOutcome> {
  const outcome = await answerGraph(simulation, call, pageCap);
  const { appId, mailbox, answer } = outcome;
  const url = call.query === '' ? call.path : `${call.path}?${call.query}`;
  const { method, requestId } = call;
  const at = simulation.tenant.clock.now();
  simulation.log.add({ at, method, url, status: answer.status, bytes: 0, requestId, appId, mailbox, faults: [] });
  return outcome;
}

/** Finds the mailbox, counts the request against its allowance, and asks what the caller may read. */
function admitted(graph: GraphCall, trace: Trace): MailCall {
  const { simulation, caller } = graph;
  const userKey = graph.segments[1] ?? '';
  const { person, mailbox } = mailboxOf(simulation, userKey);
  trace.mailbox = meterName(mailbox);
  const admission = simulation.meter.admit(caller.app.clientId, trace.mailbox);
  if (admission.kind === 'refused') {
    const message =
      admission.limit === 'MailboxConcurrency'
        ? 'Application is over its MailboxConcurrency limit.'
        : 'Application is over its RequestCount limit.';
    // The client waits in its own time, which an accelerated tenant outruns.
    const seconds = Math.max(1, Math.ceil(admission.retryAfterSeconds / simulation.tenant.clock.rate));
    throw new GraphError(429, 'ApplicationThrottled', { message, headers: { 'Retry-After': String(seconds) } });
  }
  trace.release = admission.release;
  const access = mailAccess(simulation.tenant, simulation.switches, { caller, person });
  const names = access === 'folders' ? sharedFolders(simulation.tenant, { caller, person }) : [];
  const shown =
    access === 'none' ? closedMailbox(mailbox) : access === 'folders' ? sharedMailbox(mailbox, names) : mailbox;
  return { ...graph, person, mailbox: shown, userKey, access };
}
