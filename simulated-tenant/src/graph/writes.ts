import { jsonAnswer, type Answer } from '../http/answer.ts';
import { accessDenied, notImplemented, requestDenied } from './protocol/graph-error.ts';
import type { GraphCall } from './protocol/graph-call.ts';

/** Permissions that would let a mail write through, were it simulated. */
const mailWriters = ['Mail.ReadWrite', 'Mail.Send'];

/**
 * Any call that would change something: recorded, never done.
 * Errors: GraphError 403 without a permission to write (mail) or at all (directory), else 501.
 */
export function answerWrite({ simulation, call, caller, segments }: GraphCall): Answer {
  simulation.writes.add({
    at: simulation.tenant.clock.now(),
    method: call.method,
    url: `${call.path}${call.query === '' ? '' : `?${call.query}`}`,
    appId: caller.app.clientId,
  });
  if (call.method === 'HEAD' || call.method === 'OPTIONS')
    return jsonAnswer(
      405,
      { error: { code: 'BadRequest', message: 'Specified HTTP method is not allowed for the request target.' } },
      { Allow: 'GET' },
    );
  const isMail = segments[0]?.toLowerCase() === 'users' && segments.length > 2;
  if (!isMail) throw requestDenied();
  if (!mailWriters.some((role) => caller.roles.has(role))) throw accessDenied();
  throw notImplemented();
}
