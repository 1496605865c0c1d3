import { randomUUID } from 'node:crypto';
import { jsonAnswer, type Answer } from '../http/answer.ts';
import type { Switches } from '../switches.ts';

/** What a refusal of the token endpoint says; the code table below fixes error and status. */
export interface Refusal {
  readonly code: number;
  readonly text: string;
}

interface CodeRow {
  readonly error: string;
  readonly status: 400 | 401;
}

const codes: Readonly<Record<number, CodeRow>> = {
  50027: { error: 'invalid_request', status: 400 },
  90002: { error: 'invalid_request', status: 400 },
  90014: { error: 'invalid_request', status: 400 },
  70003: { error: 'unsupported_grant_type', status: 400 },
  70011: { error: 'invalid_scope', status: 400 },
  500011: { error: 'invalid_resource', status: 400 },
  700016: { error: 'unauthorized_client', status: 400 },
  700021: { error: 'invalid_client', status: 401 },
  700022: { error: 'invalid_scope', status: 400 },
  700023: { error: 'invalid_client', status: 401 },
  700024: { error: 'invalid_client', status: 401 },
  700027: { error: 'invalid_client', status: 401 },
  900023: { error: 'invalid_request', status: 400 },
  900144: { error: 'invalid_request', status: 400 },
  1002012: { error: 'invalid_scope', status: 400 },
  7000112: { error: 'unauthorized_client', status: 400 },
  7000215: { error: 'invalid_client', status: 401 },
  7000218: { error: 'invalid_client', status: 401 },
  7000222: { error: 'invalid_client', status: 401 },
  9001023: { error: 'invalid_request', status: 400 },
};

export interface RefusalContext {
  readonly now: number;
  readonly correlationId: string | undefined;
  readonly switches: Switches;
  readonly headers: Readonly<Record<string, string>>;
  /** Replaces the table's error name where an endpoint uses another one. */
  readonly error?: string;
}

/** The JSON an Entra endpoint refuses with. Source: reference-error-codes of the Microsoft identity platform. */
export function refusalAnswer(refusal: Refusal, context: RefusalContext): Answer {
  const row = codes[refusal.code] ?? { error: 'invalid_request', status: 400 };
  const trace = randomUUID();
  const correlation = context.correlationId ?? randomUUID();
  const timestamp = `${new Date(context.now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const description = [
    `AADSTS${String(refusal.code)}: ${refusal.text}`,
    `Trace ID: ${trace}`,
    `Correlation ID: ${correlation}`,
    `Timestamp: ${timestamp}`,
  ].join(context.switches.signInErrorSeparator);
  return jsonAnswer(
    row.status,
    {
      error: context.error ?? row.error,
      error_description: description,
      error_codes: [refusal.code],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${String(refusal.code)}`,
    },
    context.headers,
  );
}

export const missingParameter = (name: string): Refusal => ({
  code: 900144,
  text: `The request body must contain the following parameter: '${name}'.`,
});
