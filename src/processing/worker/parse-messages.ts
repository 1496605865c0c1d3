/** What a parser process runs: one message in, its rows out. It ends with whoever started it. */
import { createHash } from 'node:crypto';
import { parseHeaderOnly, parseMessage } from '#formats';
import type { ParsedRows, ParseRequest } from './protocol.ts';
import { rowsOf } from './rows.ts';

/** Bytes that are not what was kept must not be read as if they were. */
function altered(request: ParseRequest): ParsedRows {
  const detail = 'The bytes in the vault are not those that were kept: their SHA-256 differs.';
  return {
    digest: request.digest,
    message: null,
    attachments: [],
    exceptions: [{ part: '', reason: 'altered', detail }],
    threadKeys: [],
  };
}

function parse(request: ParseRequest): ParsedRows {
  const { bytes } = request;
  if (bytes.length < request.size) return rowsOf(parseHeaderOnly(bytes, request.size), request.digest);
  if (createHash('sha256').update(bytes).digest('hex') !== request.digest) return altered(request);
  return rowsOf(parseMessage(bytes), request.digest);
}

process.on('message', (request: ParseRequest) => {
  process.send?.(parse(request));
});
// What a terminal or a service manager sends to all processes at once is for whoever started this; it says when to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.once('disconnect', () => process.exit());
process.send?.('ready');
