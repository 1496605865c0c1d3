import { randomUUID } from 'node:crypto';
import { jsonAnswer, type Answer } from '../http/answer.ts';
import type { Simulation } from '../simulation.ts';

/** What a refusal of the token endpoint says; the code table below fixes error and status. */
export interface Refusal {
  readonly code: number;
  readonly text: string;
}

interface CodeRow {
  readonly error: string;
  readonly status: 400 | 401;
  readonly suberror?: string;
}

const codes: Readonly<Record<number, CodeRow>> = {
  50011: { error: 'invalid_request', status: 400 },
  50020: { error: 'invalid_grant', status: 400 },
  50027: { error: 'invalid_request', status: 400 },
  50034: { error: 'invalid_grant', status: 400 },
  50053: { error: 'invalid_grant', status: 400 },
  50055: { error: 'invalid_grant', status: 400 },
  50057: { error: 'invalid_grant', status: 400 },
  50058: { error: 'login_required', status: 400 },
  50072: { error: 'interaction_required', status: 400 },
  50076: { error: 'interaction_required', status: 400 },
  50079: { error: 'interaction_required', status: 400 },
  50105: { error: 'invalid_grant', status: 400 },
  50126: { error: 'invalid_grant', status: 400 },
  50173: { error: 'invalid_grant', status: 400 },
  500113: { error: 'invalid_request', status: 400 },
  501481: { error: 'invalid_grant', status: 400 },
  53000: { error: 'interaction_required', status: 400 },
  53003: { error: 'access_denied', status: 400 },
  530032: { error: 'access_denied', status: 400 },
  54005: { error: 'invalid_grant', status: 400 },
  65001: { error: 'invalid_grant', status: 400, suberror: 'consent_required' },
  65004: { error: 'access_denied', status: 400 },
  70000: { error: 'invalid_grant', status: 400 },
  70008: { error: 'invalid_grant', status: 400 },
  70016: { error: 'authorization_pending', status: 400 },
  70018: { error: 'bad_verification_code', status: 400 },
  70019: { error: 'expired_token', status: 400 },
  70020: { error: 'authorization_declined', status: 400 },
  70043: { error: 'invalid_grant', status: 400, suberror: 'bad_token' },
  700005: { error: 'invalid_grant', status: 400 },
  700025: { error: 'invalid_client', status: 401 },
  700082: { error: 'invalid_grant', status: 400 },
  700084: { error: 'invalid_grant', status: 400 },
  9002313: { error: 'invalid_request', status: 400 },
  90094: { error: 'access_denied', status: 400 },
  90095: { error: 'access_denied', status: 400 },
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
  readonly simulation: Pick<Simulation, 'tenant' | 'switches'>;
  readonly correlationId: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Replaces the table's error name where an endpoint uses another one. */
  readonly error?: string;
}

/** The error name of a code. */
export const errorName = (code: number): string => codes[code]?.error ?? 'invalid_request';

export interface DescribedRefusal {
  readonly text: string;
  readonly uri: string;
  readonly trace: string;
  readonly correlation: string;
  readonly timestamp: string;
}

/** A refusal in the words of `error_description`. */
export function describedRefusal(
  refusal: Refusal,
  { tenant, switches }: Pick<Simulation, 'tenant' | 'switches'>,
  correlationId?: string,
): DescribedRefusal {
  const trace = randomUUID();
  const correlation = correlationId ?? randomUUID();
  const timestamp = `${new Date(tenant.clock.now()).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const text = [
    `AADSTS${String(refusal.code)}: ${refusal.text}`,
    `Trace ID: ${trace}`,
    `Correlation ID: ${correlation}`,
    `Timestamp: ${timestamp}`,
  ].join(switches.signInErrorSeparator);
  const uri = `https://login.microsoftonline.com/error?code=${String(refusal.code)}`;
  return { text, uri, trace, correlation, timestamp };
}

/** The JSON an Entra endpoint refuses with. Source: reference-error-codes of the Microsoft identity platform. */
export function refusalAnswer(refusal: Refusal, context: RefusalContext): Answer {
  const row: CodeRow = codes[refusal.code] ?? { error: 'invalid_request', status: 400 };
  const described = describedRefusal(refusal, context.simulation, context.correlationId);
  return jsonAnswer(
    row.status,
    {
      error: context.error ?? row.error,
      error_description: described.text,
      error_codes: [refusal.code],
      timestamp: described.timestamp,
      trace_id: described.trace,
      correlation_id: described.correlation,
      error_uri: described.uri,
      ...(row.suberror === undefined ? {} : { suberror: row.suberror }),
    },
    context.headers,
  );
}

export const missingParameter = (name: string): Refusal => ({
  code: 900144,
  text: `The request body must contain the following parameter: '${name}'.`,
});

export function unknownApp(clientId: string, tenant: string): Refusal {
  const text =
    `Application with identifier '${clientId}' was not found in the directory '${tenant}'. ` +
    'This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. ' +
    'You may have sent your authentication request to the wrong tenant.';
  return { code: 700016, text };
}
