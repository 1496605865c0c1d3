import type { Digest } from '#evidence';
import type { Clock } from '#platform';
import { type Fall, type ParserLimits, type ParserProcess, startParserProcess } from './parser-process.ts';
import { createSeats } from './seats.ts';
import type { ReadText, TextReply, TextRequest } from './text-protocol.ts';

/** A message and those of its attachments whose text is wanted. */
export interface WantedTexts {
  readonly bytes: Uint8Array;
  readonly parts: readonly { readonly part: string; readonly digest: Digest }[];
}

export interface FoundText extends ReadText {
  readonly digest: Digest;
}

export interface TextPool extends AsyncDisposable {
  /**
   * The texts of one message's attachments, as they come. A file that takes too long, or more memory than it may, ends
   * its process and is told as an exception of that file; the next one gets a fresh process. After a crash it is tried
   * once more: the crash may have been the engine's, not the file's.
   */
  read(message: WantedTexts): AsyncIterable<FoundText>;
}

type TextProcess = ParserProcess<TextRequest, TextReply>;

const entry = new URL('./read-texts.ts', import.meta.url);

/** Processes that read one file at a time each. They start with the first messages and end with the pool. */
export function startTextPool(size: number, limits: ParserLimits, clock: Clock): TextPool {
  const start = (): Promise<TextProcess> =>
    startParserProcess<TextRequest, TextReply>(
      { ...limits, entry, args: [String(limits.memory * residentShare)] },
      clock,
    );
  const seats = createSeats(size, start);
  return {
    async *read({ bytes, parts }) {
      const seat = await seats.take();
      try {
        let opened: TextProcess | null = null;
        const ask = async (request: TextRequest): Promise<TextReply | Fall> => {
          const process = await seat.process();
          const opening = process === opened ? null : await process.ask({ kind: 'open', bytes });
          if (opening !== null && 'reason' in opening) return opening;
          opened = process;
          return process.ask(request);
        };
        for (const { part, digest } of parts) {
          const first = await ask({ kind: 'read', part, digest });
          const isCrash = 'reason' in first && first.reason === 'crashed';
          yield { digest, ...textOf(isCrash ? await ask({ kind: 'read', part, digest }) : first) };
        }
      } finally {
        seats.giveBack(seat);
      }
    },
    [Symbol.asyncDispose]: () => seats[Symbol.asyncDispose](),
  };
}

/** Resident memory a process may take, as a multiple of its heap: message, file and what is unpacked lie beside it. */
const residentShare = 3;

function textOf(answer: TextReply | Fall): ReadText {
  if ('reason' in answer) {
    return { format: 'unknown', text: '', exceptions: [answer] };
  }
  if (answer.kind === 'read') return { format: answer.format, text: answer.text, exceptions: answer.exceptions };
  const detail = 'The process answered what it was not asked.';
  return { format: 'unknown', text: '', exceptions: [{ reason: 'crashed', detail }] };
}
