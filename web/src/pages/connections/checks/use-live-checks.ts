import { useCallback, useEffect, useRef, useState } from 'react';
import type { CheckResult } from '../../../api/resources/connections.ts';
import { ProblemError, type Problem } from '../../../api/problem.ts';
import { streamedAnswer } from '../../../api/streamed-answer.ts';
import { queryClient } from '../../../frame/query-client.ts';

interface LiveChecks {
  /** Null before the first run. */
  readonly checks: readonly CheckResult[] | null;
  readonly isRunning: boolean;
  readonly thrown: unknown;
  readonly run: (mailboxes: readonly string[]) => void;
}

/** The last result for a check and a mailbox counts. */
function withResult(before: readonly CheckResult[], result: CheckResult): readonly CheckResult[] {
  return [...before.filter(({ id, mailbox }) => id !== result.id || mailbox !== result.mailbox), result];
}

/** Runs the checks of a connection and keeps each result as it comes. Leaving the page ends them. */
export function useLiveChecks(connection: string): LiveChecks {
  const [checks, setChecks] = useState<readonly CheckResult[] | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const follow = useCallback(
    async (mailboxes: readonly string[], signal: AbortSignal) => {
      try {
        const path = `/api/v1/connections/${connection}/checks`;
        for await (const { name, data } of streamedAnswer(path, { body: { mailboxes }, signal })) {
          if (name === 'check') setChecks((before) => withResult(before ?? [], data as CheckResult));
          if (name === 'end') setChecks((data as { checks: readonly CheckResult[] }).checks);
          if (name === 'problem') throw new ProblemError(data as Problem);
        }
      } catch (error) {
        if (!signal.aborted) setThrown(error);
      } finally {
        if (!signal.aborted) setRunning(false);
        void queryClient.invalidateQueries({ queryKey: ['connections'] });
      }
    },
    [connection],
  );
  const run = useCallback(
    (mailboxes: readonly string[]) => {
      running.current?.abort();
      running.current = new AbortController();
      setChecks([]);
      setThrown(null);
      setRunning(true);
      void follow(mailboxes, running.current.signal);
    },
    [follow],
  );
  return { checks, isRunning, thrown, run };
}
