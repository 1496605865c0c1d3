import type { Clock } from '#platform';
import { type Fall, type ParserLimits, type ParserProcess, startParserProcess } from './parser-process.ts';
import type { ParsedRows, ParseRequest } from './protocol.ts';

export interface ParserPool extends AsyncDisposable {
  /**
   * The rows of one message. A message that takes too long, or more memory than it may, ends its parser and is told as
   * an exception; the next message gets a fresh one. After a crash it is tried once more: the crash may have been the
   * engine's, not the message's.
   */
  parse(request: ParseRequest): Promise<ParsedRows>;
}

interface Seat {
  parser: ParserProcess<ParseRequest, ParsedRows> | null;
}

const entry = new URL('./parse-messages.ts', import.meta.url);

/** Processes that parse one message at a time each. They start with the first messages and end with the pool. */
export function startParserPool(size: number, limits: ParserLimits, clock: Clock): ParserPool {
  const seats: Seat[] = Array.from({ length: size }, () => ({ parser: null }));
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
  const askIn = async (seat: Seat, request: ParseRequest): Promise<ParsedRows | Fall> => {
    if (seat.parser?.isAlive() !== true) seat.parser = await startParserProcess({ ...limits, entry }, clock);
    const answer = await seat.parser.ask(request);
    if ('reason' in answer) seat.parser = null;
    return answer;
  };
  return {
    async parse(request) {
      const seat = await take();
      try {
        const first = await askIn(seat, request);
        const answer = isCrash(first) ? await askIn(seat, request) : first;
        return 'reason' in answer ? unparsed(request, answer) : answer;
      } finally {
        giveBack(seat);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(seats.map((seat) => seat.parser?.end() ?? Promise.resolve()));
    },
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
