import type { Answer } from '../../http/answer.ts';

export interface RequestIds {
  readonly requestId: string;
  readonly clientRequestId: string;
}

const diagnostic = JSON.stringify({
  ServerInfo: { DataCenter: 'West Europe', Slice: 'E', Ring: '5', ScaleUnit: '004', RoleInstance: 'AM2PEPF0001C0DE' },
});
const json = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** Headers of every Graph answer; JSON answers say their OData version and type. A handler's own headers win. */
export function graphHeaders(
  { headers, body, status }: Answer,
  { requestId, clientRequestId }: RequestIds,
): Readonly<Record<string, string>> {
  const isError = status >= 400;
  return {
    'Cache-Control': isError ? 'no-cache' : 'private',
    'request-id': requestId,
    'client-request-id': clientRequestId,
    'x-ms-ags-diagnostic': diagnostic,
    'Strict-Transport-Security': 'max-age=31536000',
    ...(body.kind !== 'json'
      ? {}
      : isError
        ? { 'Content-Type': 'application/json' }
        : { 'Content-Type': json, 'OData-Version': '4.0' }),
    ...headers,
  };
}
