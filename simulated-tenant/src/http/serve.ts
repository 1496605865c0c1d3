import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { noEffect, takeEffect } from '../faults/strikes.ts';
import { answerGraph } from '../graph/graph.ts';
import type { GraphOutcome } from '../graph/protocol/graph-call.ts';
import { answerSignIn } from '../sign-in/sign-in.ts';
import type { Simulation } from '../simulation.ts';
import { jsonAnswer } from './answer.ts';
import { callFrom, type Call } from './call.ts';
import { send } from './send.ts';

/** How long answers take, apart from faults. */
export interface Latency {
  readonly perRequestMs: number;
  /** Added for each byte of MIME and of attachments. */
  readonly perByteNs?: number;
}

const nothing = (): void => undefined;

/** Takes one request from the socket to its answer: faults, sign-in or Graph, latency, log. */
export async function serve(simulation: Simulation, latency: Latency, exchange: Exchange): Promise<void> {
  const { request, response, requestId } = exchange;
  const call = callFrom(request, requestId);
  const url = request.url ?? '/';
  const strikes = simulation.faults.strike(call.method, url);
  const effect = strikes.length === 0 ? noEffect : await takeEffect(simulation, call, strikes);
  if (simulation.switches.wallClockSkewMs !== 0)
    response.setHeader('Date', new Date(Date.now() + simulation.switches.wallClockSkewMs).toUTCString());
  const outcome =
    effect.answer === undefined
      ? await routed(simulation, call, effect.pageCap)
      : { answer: effect.answer, appId: null, mailbox: null, release: nothing };
  const log = (status: number, bytes: number): void => {
    const { appId, mailbox } = outcome;
    simulation.log.add({
      at: simulation.tenant.clock.now(),
      method: call.method,
      url,
      status,
      bytes,
      requestId,
      appId,
      mailbox,
      faults: strikes.map(({ name }) => name),
    });
  };
  response.once('close', outcome.release);
  if (latency.perRequestMs > 0) await wait(latency.perRequestMs);
  if (effect.hangUp) {
    log(0, 0);
    request.socket.destroy();
    return;
  }
  const answer = effect.amend(outcome.answer);
  if (latency.perByteNs !== undefined && latency.perByteNs > 0 && answer.body.kind === 'bytes')
    await wait((answer.body.bytes.length * latency.perByteNs) / 1_000_000);
  // Logged before the last byte leaves, so that whoever has the answer finds it in the log.
  if (answer.body.kind === 'stream' || effect.distortions.length > 0) {
    log(answer.status, await send(response, answer, { distortions: effect.distortions, done: outcome.release }));
    return;
  }
  const length = answer.body.kind === 'bytes' ? answer.body.bytes.length : 0;
  await send(response, answer, {
    distortions: effect.distortions,
    done: () => {
      log(answer.status, length);
      outcome.release();
    },
  });
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
}

async function routed(simulation: Simulation, call: Call, pageCap: number): Promise<GraphOutcome> {
  if (call.path.startsWith('/v1.0/') || call.path.startsWith('/beta/')) return answerGraph(simulation, call, pageCap);
  const answer = await answerSignIn(simulation, call);
  if (answer !== undefined) return { answer, appId: null, mailbox: null, release: nothing };
  simulation.unknown.add({ at: simulation.tenant.clock.now(), method: call.method, url: call.path, appId: null });
  const unknown = jsonAnswer(
    501,
    { error: { code: 'NotImplemented', message: 'This operation target is not yet supported.' } },
    { 'Content-Type': 'application/json', 'request-id': call.requestId },
  );
  return { answer: unknown, appId: null, mailbox: null, release: nothing };
}
