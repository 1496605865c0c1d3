import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Failure } from '#evidence';
import { refusal } from '../errors/dictionary.ts';
import { retryAfter } from './retry-after.ts';

const ErrorBody = Type.Object({
  error: Type.Object({
    code: Type.String(),
    message: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    innerError: Type.Optional(
      Type.Object({ code: Type.Optional(Type.String()), 'request-id': Type.Optional(Type.String()) }),
    ),
  }),
});

/** What was answered instead of what was asked for. */
export interface GraphRefusal {
  readonly status: number;
  readonly body: Buffer;
  readonly requestId: string | undefined;
  readonly clientRequestId: string;
  readonly retryAfter: string | undefined;
  readonly now: Date;
}

/**
 * A Graph answer other than success as a Failure, by the dictionary.
 * The body may be JSON, an HTML page of a gateway, or empty.
 */
export function graphRefusal(answer: GraphRefusal): Failure {
  const parsed = parse(answer.body);
  const until = retryAfter(answer.retryAfter, answer.now);
  return refusal('graph', {
    status: answer.status,
    providerCodes: parsed.codes,
    text: parsed.text,
    requestId: answer.requestId ?? parsed.requestId,
    correlationId: answer.clientRequestId,
    at: answer.now.toISOString(),
    ...(until === null ? {} : { until }),
  });
}

function parse(body: Buffer): { codes: readonly string[]; text: string; requestId: string | undefined } {
  const raw = body.toString('utf8').trim();
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return {
      codes: [],
      text: raw
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
      requestId: undefined,
    };
  }
  if (!Value.Check(ErrorBody, value)) return { codes: [], text: raw, requestId: undefined };
  const { error } = value;
  const codes = [error.code, error.innerError?.code].filter(
    (code): code is string => code !== undefined && code !== '',
  );
  return { codes, text: error.message ?? '', requestId: error.innerError?.['request-id'] };
}
