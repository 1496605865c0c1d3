import { Worker } from 'node:worker_threads';
import { Failure } from '#evidence';
import type { Clock } from '#platform';
import type { ExceptionReason, ParsedRows, ParseRequest } from './protocol.ts';

/** How a thread came to its end before it had answered. */
export interface Fall {
  readonly reason: ExceptionReason;
  readonly detail: string;
}

export interface ParserLimits {
  /** Milliseconds one message may take. */
  readonly time: number;
  /** Mebibytes of heap of one thread; the bytes of the message are outside of it. */
  readonly memory: number;
}

export interface ParserThread {
  /** Whether it can be asked again. */
  isAlive(): boolean;
  /** The rows of one message, or why there are none; then the thread has ended. One message at a time. */
  ask(request: ParseRequest): Promise<ParsedRows | Fall>;
  end(): Promise<void>;
}

const entry = new URL('./parse-thread.ts', import.meta.url);

type Answer = ParsedRows | Fall | 'ready';

/** Starts a thread; ends when it waits for messages. Failure `bug` when it cannot be started. */
export async function startParserThread(limits: ParserLimits, clock: Clock): Promise<ParserThread> {
  const worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: limits.memory } });
  let fallen: Fall | null = null;
  let question: PromiseWithResolvers<Answer> = Promise.withResolvers();
  // These stay for the thread's life: a thread may fall between two messages, too.
  worker.on('message', (answer: Answer) => {
    question.resolve(answer);
  });
  worker.on('error', (error: unknown) => {
    fallen ??= fallOf(error);
    question.resolve(fallen);
  });
  worker.on('exit', (code) => {
    fallen ??= { reason: 'crashed', detail: `The parser thread ended with code ${String(code)}.` };
    question.resolve(fallen);
  });
  const end = async (): Promise<void> => {
    await worker.terminate();
  };
  const ready = await question.promise;
  if (ready !== 'ready') {
    await end();
    const detail = 'detail' in ready ? ready.detail : 'It answered before it was asked.';
    throw new Failure('bug', `A parser thread could not be started: ${detail}`, { code: 'parser-thread' });
  }
  return {
    isAlive: () => fallen === null,
    async ask(request) {
      if (fallen !== null) return fallen;
      question = Promise.withResolvers();
      const answered = question.promise;
      const over = new AbortController();
      void clock.sleep(limits.time, over.signal).then(
        () => {
          question.resolve({ reason: 'time-limit', detail: `Reading it took longer than ${String(limits.time)} ms.` });
        },
        () => undefined,
      );
      worker.postMessage(request, [request.bytes]);
      const answer = await answered;
      over.abort();
      if (answer === 'ready') return { reason: 'crashed', detail: 'The parser thread started twice.' };
      if ('reason' in answer) await end();
      return answer;
    },
    end,
  };
}

function fallOf(error: unknown): Fall {
  if ((error as { readonly code?: unknown } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return { reason: 'out-of-memory', detail: 'Reading it took more memory than a parser thread may use.' };
  }
  return { reason: 'crashed', detail: (error instanceof Error ? error.message : String(error)).slice(0, 500) };
}
