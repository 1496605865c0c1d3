import { fork, type ChildProcess } from 'node:child_process';
import { Failure } from '#evidence';
import type { Clock } from '#platform';

/** How a parser came to its end before it had answered. */
export interface Fall {
  readonly reason: 'time-limit' | 'out-of-memory' | 'crashed';
  readonly detail: string;
}

export interface ParserLimits {
  /** Milliseconds one message may take. */
  readonly time: number;
  /** Mebibytes of heap of one parser; the bytes of the message are outside of it. */
  readonly memory: number;
}

/** What a parser runs, and within which limits. */
export interface ParserProgram extends ParserLimits {
  readonly entry: URL;
  readonly args?: readonly string[];
}

export interface ParserProcess<Request extends object, Reply extends object> {
  /** Whether it can be asked again. */
  isAlive(): boolean;
  /** The answer, or why there is none; then the process has ended. One question at a time. */
  ask(request: Request): Promise<Reply | Fall>;
  end(): Promise<void>;
}

const tailLength = 4096;

type Answer<Reply> = Reply | Fall | 'ready';

/**
 * Starts a parser; ends when it waits for messages. Failure `bug` when it cannot be started.
 * A process, not a thread: hostile mail that brings the engine itself down takes nothing else with it
 * (docs/decisions/0008-parsers-are-processes.md).
 */
export async function startParserProcess<Request extends object, Reply extends object>(
  program: ParserProgram,
  clock: Clock,
): Promise<ParserProcess<Request, Reply>> {
  const child = fork(program.entry.pathname, program.args ?? [], {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${String(program.memory)}`],
    env: {},
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let fallen: Fall | null = null;
  let question: PromiseWithResolvers<Answer<Reply>> = Promise.withResolvers();
  const exited = watch<Reply>(child, {
    answered: (answer) => {
      question.resolve(answer);
    },
    fell: (fall) => {
      fallen ??= fall;
      question.resolve(fallen);
    },
  });
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  const ready = await question.promise;
  if (ready !== 'ready') {
    await end();
    const detail = 'detail' in ready ? ready.detail : 'It answered before it was asked.';
    throw new Failure('bug', `A parser could not be started: ${detail}`, { code: 'parser-process' });
  }
  return {
    isAlive: () => fallen === null,
    async ask(request) {
      if (fallen !== null) return fallen;
      question = Promise.withResolvers();
      const answered = question.promise;
      const over = new AbortController();
      void clock.sleep(program.time, over.signal).then(
        () => {
          question.resolve({ reason: 'time-limit', detail: `Reading it took longer than ${String(program.time)} ms.` });
        },
        () => undefined,
      );
      child.send(request, (error) => {
        if (error !== null) question.resolve({ reason: 'crashed', detail: error.message });
      });
      const answer = await answered;
      over.abort('answered');
      if (answer === 'ready') return { reason: 'crashed', detail: 'The parser started twice.' };
      if ('reason' in answer) await end();
      return answer;
    },
    end,
  };
}

interface Watcher<Reply> {
  readonly answered: (answer: Answer<Reply>) => void;
  readonly fell: (fall: Fall) => void;
}

/** Tells what the process says and how it ends, which may be between two messages, too. Resolves when it is gone. */
function watch<Reply>(child: ChildProcess, watcher: Watcher<Reply>): Promise<void> {
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-tailLength);
  });
  child.on('message', (answer) => {
    watcher.answered(answer as Answer<Reply>);
  });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      watcher.fell({ reason: 'crashed', detail: error.message });
      if (child.pid === undefined) resolve();
    });
    child.on('close', (code, signal) => {
      watcher.fell(fallOf({ code, signal, tail }));
      resolve();
    });
  });
}

function fallOf(exit: { code: number | null; signal: string | null; tail: string }): Fall {
  if (/heap out of memory|heap limit|Array buffer allocation failed/i.test(exit.tail)) {
    return { reason: 'out-of-memory', detail: 'Reading it took more memory than a parser may use.' };
  }
  const how = exit.signal === null ? `with code ${String(exit.code)}` : `by ${exit.signal}`;
  const line = exit.tail.split('\n').find((each) => /error|check failed/i.test(each)) ?? '';
  return { reason: 'crashed', detail: `The parser ended ${how}. ${line}`.trim().slice(0, 500) };
}
