import type { Clock } from '#platform';
import { type Fall, type ParserLimits, startParserProcess } from './parser-process.ts';
import type { ParsedRows, ParseRequest } from './protocol.ts';
import { createSeats } from './seats.ts';

export interface ParserPool extends AsyncDisposable {
  /**
   * The rows of one message. A message that takes too long, or more memory than it may, ends its parser and is told as
   * an exception; the next message gets a fresh one. After a crash it is tried once more: the crash may have been the
   * engine's, not the message's.
   */
  parse(request: ParseRequest): Promise<ParsedRows>;
}

const entry = new URL('./parse-messages.ts', import.meta.url);

/** Processes that parse one message at a time each. They start with the first messages and end with the pool. */
export function startParserPool(size: number, limits: ParserLimits, clock: Clock): ParserPool {
  const seats = createSeats(size, () => startParserProcess<ParseRequest, ParsedRows>({ ...limits, entry }, clock));
  return {
    async parse(request) {
      const seat = await seats.take();
      try {
        const first = await (await seat.process()).ask(request);
        const answer = isCrash(first) ? await (await seat.process()).ask(request) : first;
        return 'reason' in answer ? unparsed(request, answer) : answer;
      } finally {
        seats.giveBack(seat);
      }
    },
    [Symbol.asyncDispose]: () => seats[Symbol.asyncDispose](),
  };
}

function isCrash(answer: ParsedRows | Fall): boolean {
  return 'reason' in answer && answer.reason === 'crashed';
}

function unparsed(
  request: ParseRequest,
  { reason, detail }: Pick<ParsedRows['exceptions'][number], 'reason' | 'detail'>,
): ParsedRows {
  const exceptions = [{ part: '', reason, detail }];
  return { digest: request.digest, message: null, attachments: [], exceptions, threadKeys: [] };
}
