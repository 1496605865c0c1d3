import { emptyAnswer, jsonAnswer, textAnswer, type Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import { expiredToken } from '../graph/caller.ts';
import { errorAnswer, GraphError } from '../graph/protocol/graph-error.ts';
import { graphHeaders } from '../graph/protocol/graph-headers.ts';
import type { Simulation } from '../simulation.ts';
import type { FaultAction } from './plan.ts';

const gatewayPage =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n' +
  '<hr><center>Microsoft-Azure-Application-Gateway/v2</center>\r\n</body>\r\n</html>\r\n';

/** The answer that takes the place of the true one; undefined for actions that leave it in its place. */
export function replacement(simulation: Simulation, call: Call, action: FaultAction): Answer | undefined {
  if (action.kind === 'bad-gateway') return textAnswer(502, gatewayPage, { 'Content-Type': 'text/html' });
  if (action.kind === 'answer') return withIds(call, plannedAnswer(action));
  if (action.kind === 'unavailable' && simulation.switches.serviceUnavailableBody === 'empty') {
    return withIds(call, emptyAnswer(503, retryHeader(action.retryAfter)));
  }
  const error = errorOf(call, action);
  if (error === undefined) return undefined;
  const clientRequestId = call.header('client-request-id') ?? call.requestId;
  return withIds(
    call,
    errorAnswer(error, { now: simulation.tenant.clock.now(), requestId: call.requestId, clientRequestId }),
  );
}

function errorOf(call: Call, action: FaultAction): GraphError | undefined {
  switch (action.kind) {
    case 'unavailable': {
      const message = 'The service is temporarily unavailable. Retry after a delay.';
      return new GraphError(503, 'serviceNotAvailable', { message, headers: retryHeader(action.retryAfter) });
    }
    case 'gateway-timeout':
      return new GraphError(504, 'UnknownError', '');
    case 'throttle': {
      const message = 'Application is over its MailboxConcurrency limit.';
      return new GraphError(429, 'ApplicationThrottled', { message, headers: retryHeader(action.retryAfter) });
    }
    case 'expire-token':
      return expiredToken();
    case 'expire-delta': {
      const headers: Record<string, string> =
        action.location === true ? { Location: `${call.origin}${call.path}?$deltatoken=` } : {};
      const message = 'The sync state generation is not found; generation=108;[highest=143].';
      return new GraphError(action.status ?? 410, action.code ?? 'SyncStateNotFound', { message, headers });
    }
    case 'corrupt-item':
      return new GraphError(500, 'ErrorCorruptData', 'Data is corrupt.,Invalid global object ID: Invalid stream data.');
    default:
      return undefined;
  }
}

function plannedAnswer({ status, headers = {}, body }: Extract<FaultAction, { kind: 'answer' }>): Answer {
  if (body === undefined) return emptyAnswer(status, headers);
  if (typeof body === 'string') return textAnswer(status, body, { 'Content-Type': 'text/plain', ...headers });
  return jsonAnswer(status, body, headers);
}

function withIds(call: Call, answer: Answer): Answer {
  const clientRequestId = call.header('client-request-id') ?? call.requestId;
  return { ...answer, headers: graphHeaders(answer, { requestId: call.requestId, clientRequestId }) };
}

function retryHeader(retryAfter: number | string | undefined): Readonly<Record<string, string>> {
  return retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
}
