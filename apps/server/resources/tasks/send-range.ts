import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '#evidence';
import type { FolderTar } from '../../tasks/tar-of-folder.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** One range of bytes; anything else is answered with the whole (RFC 9110, 14.2). Failure `malformed` beyond the end. */
export function readRange(request: FastifyRequest, size: number): Range | null {
  const match = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(request.headers.range ?? '');
  if (match === null) return null;
  const from = Number(match[1]);
  const to = match[2] === '' ? size : Math.min(size, Number(match[2]) + 1);
  if (from < to) return { from, to };
  throw new Failure('malformed', 'There are no bytes in this range.', { code: 'bad-range' });
}

export function sendRange(
  reply: FastifyReply,
  { tar, range }: { readonly tar: FolderTar; readonly range: Range | null },
): FastifyReply {
  const { from, to } = range ?? { from: 0, to: tar.size };
  if (range !== null) {
    reply.code(206).header('content-range', `bytes ${String(from)}-${String(to - 1)}/${String(tar.size)}`);
  }
  return reply
    .type('application/x-tar')
    .header('accept-ranges', 'bytes')
    .header('content-length', to - from)
    .send(Readable.from(tar.read(from, to), { objectMode: false }));
}
