import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '#evidence';
import type { Parts } from '../parts.ts';
import { callerOf } from './frame/guard.ts';
import { claimKey, forgetKey, forgetOldKeys, rememberAnswer, type KeyPlace } from './store-idempotency.ts';

export interface Outcome<Answer> {
  readonly status: number;
  readonly answer: Answer;
}

const keptMs = 24 * 3_600_000;
/** After this a request that never answered is taken to have died with its process. */
const abandonedMs = 2 * 60_000;

/**
 * Carries out a start once: the same `Idempotency-Key` with the same body gets the same answer for a day, and begins
 * nothing again. Without a key it is carried out each time. Where the work fails, the key is free again.
 *
 * Failures: `conflict` when the key was used with another body, or when its first request is not answered yet;
 * `malformed` for a key that is none.
 */
export async function once<Answer extends object>(
  parts: Parts,
  of: { request: FastifyRequest; reply: FastifyReply },
  work: () => Promise<Outcome<Answer>>,
): Promise<Answer> {
  const place = placeOf(of.request);
  if (place === null) return send(of.reply, await work());
  const { database, clock } = parts;
  const bodyDigest = createHash('sha256')
    .update(JSON.stringify(of.request.body ?? null))
    .digest('hex');
  const now = clock.now();
  const claim = await database.transaction(async (tx) => {
    await forgetOldKeys(tx, new Date(now.getTime() - keptMs));
    return claimKey(tx, place, { bodyDigest, at: now, abandoned: new Date(now.getTime() - abandonedMs) });
  });
  if (claim !== 'ours') {
    if (claim.bodyDigest !== bodyDigest) throw keyTaken();
    if (claim.status === null) throw stillWorking();
    return send(of.reply, { status: claim.status, answer: claim.answer as Answer });
  }
  try {
    const outcome = await work();
    await database.transaction((tx) => rememberAnswer(tx, place, outcome));
    return send(of.reply, outcome);
  } catch (thrown) {
    await database.transaction((tx) => forgetKey(tx, place));
    throw thrown;
  }
}

function send<Answer>(reply: FastifyReply, { status, answer }: Outcome<Answer>): Answer {
  reply.code(status);
  return answer;
}

function placeOf(request: FastifyRequest): KeyPlace | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key))
    return { person: callerOf(request).person.id, operation: operationOf(request), key };
  throw new Failure('malformed', 'An Idempotency-Key has 1 to 200 visible characters.', {
    code: 'bad-idempotency-key',
  });
}

/** The operation at its own path: the same key for two matters is two things. */
function operationOf(request: FastifyRequest): string {
  return `${request.method} ${request.url.split('?')[0] ?? ''}`;
}

function keyTaken(): Failure {
  return new Failure('conflict', 'This Idempotency-Key was used for another request.', {
    code: 'idempotency-key-used',
    fix: 'Take a new key for each thing that is to be begun.',
  });
}

function stillWorking(): Failure {
  return new Failure('conflict', 'The first request with this Idempotency-Key is not answered yet.', {
    code: 'idempotency-key-busy',
    fix: 'Ask again in a moment.',
  });
}
