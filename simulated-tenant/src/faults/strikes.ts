import { setTimeout as wait } from 'node:timers/promises';
import { jsonAnswer, textAnswer, emptyAnswer, type Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import type { Distortion } from '../http/send.ts';
import { percentDecoded } from '../http/call.ts';
import { segmentsOf } from '../graph/path.ts';
import { expiredToken } from '../graph/caller.ts';
import { errorAnswer, GraphError } from '../graph/graph-error.ts';
import { graphHeaders } from '../graph/graph-headers.ts';
import type { Mailbox } from '../model/contract.ts';
import type { Simulation } from '../simulation.ts';
import type { Strike } from './engine.ts';
import type { FaultAction, ModelTarget } from './plan.ts';

/** The effect of the faults that strike one request. */
export interface Effect {
  /** Takes the place of the true answer. */
  readonly answer: Answer | undefined;
  readonly hangUp: boolean;
  readonly pageCap: number;
  readonly distortions: readonly Distortion[];
  /** Changes the true answer. */
  amend(answer: Answer): Answer;
}

export const noEffect: Effect = { answer: undefined, hangUp: false, pageCap: Number.POSITIVE_INFINITY, distortions: [], amend: (answer) => answer };

/** Does what comes before the answer (waits, model changes, clock jumps) and says what becomes of the answer. */
export async function takeEffect(simulation: Simulation, call: Call, strikes: readonly Strike[]): Promise<Effect> {
  let answer: Answer | undefined;
  let hangUp = false;
  let pageCap = Number.POSITIVE_INFINITY;
  const distortions: Distortion[] = [];
  const amendments: ((answer: Answer) => Answer)[] = [];
  for (const { action } of strikes) {
    switch (action.kind) {
      case 'delay':
        await wait(action.milliseconds);
        break;
      case 'hang-up':
        hangUp = true;
        break;
      case 'smaller-page':
        pageCap = Math.min(pageCap, action.size);
        break;
      case 'reset':
      case 'wrong-length':
      case 'slow':
      case 'stall':
        distortions.push(action);
        break;
      case 'truncate':
        distortions.push({ kind: 'truncate', bytes: action.bytes ?? Number.POSITIVE_INFINITY });
        break;
      case 'duplicate':
        amendments.push(withDuplicate);
        break;
      case 'empty-page':
        amendments.push((page) => emptied(page, `${call.origin}${call.path}${call.query === '' ? '' : `?${call.query}`}`));
        break;
      case 'vanish':
      case 'move':
      case 'touch':
      case 'deliver':
        changeModel(simulation, call, action);
        break;
      case 'clock-jump':
        simulation.tenant.clock.advance(action.milliseconds);
        break;
      case 'answer':
      case 'unavailable':
      case 'bad-gateway':
      case 'gateway-timeout':
      case 'throttle':
      case 'expire-token':
      case 'expire-delta':
      case 'corrupt-item':
        answer ??= replacement(simulation, call, action);
    }
  }
  return { answer, hangUp, pageCap, distortions, amend: (first) => amendments.reduce((changed, amendment) => amendment(changed), first) };
}

type Replacing = Extract<FaultAction, { kind: 'answer' | 'unavailable' | 'bad-gateway' | 'gateway-timeout' | 'throttle' | 'expire-token' | 'expire-delta' | 'corrupt-item' }>;

function replacement(simulation: Simulation, call: Call, action: Replacing): Answer {
  switch (action.kind) {
    case 'answer':
      return answered(call, action);
    case 'unavailable':
      if (simulation.switches.serviceUnavailableBody === 'json') return refused(simulation, call, new GraphError(503, 'serviceNotAvailable', 'The service is temporarily unavailable. Retry after a delay.', retryHeader(action.retryAfter)));
      return withIds(call, emptyAnswer(503, retryHeader(action.retryAfter)));
    case 'bad-gateway':
      return textAnswer(502, '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>Microsoft-Azure-Application-Gateway/v2</center>\r\n</body>\r\n</html>\r\n', { 'Content-Type': 'text/html' });
    case 'gateway-timeout':
      return refused(simulation, call, new GraphError(504, 'UnknownError', ''));
    case 'throttle':
      return refused(simulation, call, new GraphError(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.', retryHeader(action.retryAfter)));
    case 'expire-token':
      return refused(simulation, call, expiredToken());
    case 'expire-delta': {
      const location: Record<string, string> = action.location === true ? { Location: `${call.origin}${call.path}?$deltatoken=` } : {};
      return refused(simulation, call, new GraphError(action.status ?? 410, action.code ?? 'SyncStateNotFound', 'The sync state generation is not found; generation=108;[highest=143].', location));
    }
    case 'corrupt-item':
      return refused(simulation, call, new GraphError(500, 'ErrorCorruptData', 'Data is corrupt.,Invalid global object ID: Invalid data in the stream.'));
  }
}

function answered(call: Call, { status, headers = {}, body }: Extract<FaultAction, { kind: 'answer' }>): Answer {
  if (body === undefined) return withIds(call, emptyAnswer(status, headers));
  return withIds(call, typeof body === 'string' ? textAnswer(status, body, { 'Content-Type': 'text/plain', ...headers }) : jsonAnswer(status, body, headers));
}

function refused(simulation: Simulation, call: Call, error: GraphError): Answer {
  const clientRequestId = call.header('client-request-id') ?? call.requestId;
  return withIds(call, errorAnswer(error, { now: simulation.tenant.clock.now(), requestId: call.requestId, clientRequestId }));
}

function withIds(call: Call, answer: Answer): Answer {
  return { ...answer, headers: graphHeaders(answer, { requestId: call.requestId, clientRequestId: call.header('client-request-id') ?? call.requestId }) };
}

function retryHeader(retryAfter: number | string | undefined): Readonly<Record<string, string>> {
  return retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
}

function pageOf({ body }: Answer): { readonly json: Readonly<Record<string, unknown>>; readonly value: readonly unknown[] } | undefined {
  if (body.kind !== 'json' || typeof body.value !== 'object' || body.value === null || !('value' in body.value) || !Array.isArray(body.value.value)) return undefined;
  return { json: { ...body.value }, value: body.value.value };
}

function withDuplicate(answer: Answer): Answer {
  const page = pageOf(answer);
  return page === undefined ? answer : { ...answer, body: { kind: 'json', value: { ...page.json, value: [...page.value, ...page.value.slice(-1)] } } };
}

function emptied(answer: Answer, self: string): Answer {
  const page = pageOf(answer);
  if (page === undefined) return answer;
  const { '@odata.deltaLink': _delta, value: _value, ...kept } = page.json;
  return { ...answer, body: { kind: 'json', value: { ...kept, '@odata.nextLink': self, value: [] } } };
}

type Changing = Extract<FaultAction, { kind: 'vanish' | 'move' | 'touch' | 'deliver' }>;

/** A change that finds nothing to change does nothing: the mailbox may have moved on since the plan was made. */
function changeModel(simulation: Simulation, call: Call, action: Changing): void {
  const [, , user = '', head = '', name = ''] = segmentsOf(call.path);
  const target: ModelTarget = action.kind === 'deliver' ? action : (action.target ?? {});
  const person = simulation.tenant.person(target.mailbox ?? user);
  const mailbox = person === undefined ? undefined : simulation.tenant.mailbox(person.id);
  if (mailbox === undefined) return;
  const folder = target.folder ?? (head.toLowerCase() === 'mailfolders' && name !== '' ? name : 'inbox');
  if (action.kind === 'deliver') {
    mailbox.deliver({ folder, subject: action.subject ?? 'Arrived while the folder was read', from: { name: 'Sender', address: `sender@${simulation.tenant.domain}` }, to: [], text: 'Just arrived.\r\n' });
    return;
  }
  const id = messageId(mailbox, { folder, target, path: call.path });
  if (id === undefined) return;
  if (action.kind === 'vanish') mailbox.vanish(id);
  else if (action.kind === 'touch') mailbox.touch(id, { isRead: !(mailbox.message(id)?.isRead ?? false) });
  else mailbox.move(id, action.to);
}

interface Wanted {
  readonly folder: string;
  readonly target: ModelTarget;
  readonly path: string;
}

function messageId(mailbox: Mailbox, { folder, target, path }: Wanted): string | undefined {
  if (target.message !== undefined) return mailbox.message(target.message)?.id;
  const inPath = /\/messages\/([^/]+)/i.exec(path)?.[1];
  const named = inPath === undefined || target.position !== undefined ? undefined : mailbox.message(percentDecoded(inPath));
  if (named !== undefined) return named.id;
  const folderId = mailbox.folder(folder)?.id;
  if (folderId === undefined) return undefined;
  return mailbox.list({ folderId, orderBy: 'receivedDateTime', direction: 'desc', from: null, to: null }, target.position ?? 0, 1)[0]?.id;
}
