import type { Clock } from '#platform';
import { type ParserLimits, type ParserThread, startParserThread } from './parser-thread.ts';
import type { ParsedRows, ParseRequest } from './protocol.ts';

export interface ParserPool extends AsyncDisposable {
  /**
   * The rows of one message. A message that takes too long, or more memory than it may, ends its thread and is told as
   * an exception; the next message gets a fresh thread.
   */
  parse(request: ParseRequest): Promise<ParsedRows>;
}

interface Seat {
  thread: ParserThread | null;
}

/** Threads that parse one message at a time each. They start with the first messages and end with the pool. */
export function startParserPool(size: number, limits: ParserLimits, clock: Clock): ParserPool {
  const seats: Seat[] = Array.from({ length: size }, () => ({ thread: null }));
  const idle = [...seats];
  const waiting: ((seat: Seat) => void)[] = [];
  const take = (): Promise<Seat> => {
    const seat = idle.pop();
    return seat === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(seat);
  };
  const giveBack = (seat: Seat): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(seat);
    else next(seat);
  };
  return {
    async parse(request) {
      const seat = await take();
      try {
        if (seat.thread?.isAlive() !== true) seat.thread = await startParserThread(limits, clock);
        const answer = await seat.thread.ask(request);
        if (!('reason' in answer)) return answer;
        seat.thread = null;
        return unparsed(request, answer);
      } finally {
        giveBack(seat);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(seats.map((seat) => seat.thread?.end() ?? Promise.resolve()));
    },
  };
}

function unparsed(
  request: ParseRequest,
  { reason, detail }: Pick<ParsedRows['exceptions'][number], 'reason' | 'detail'>,
): ParsedRows {
  const exceptions = [{ part: '', reason, detail }];
  return { digest: request.digest, message: null, attachments: [], exceptions, threadKeys: [] };
}
