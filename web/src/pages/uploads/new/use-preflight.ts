import { useEffect, useState } from 'react';
import type { Wanted } from '../../../api/resources/collections.ts';
import type { Finding, FoundMailbox, PreflightEnd } from '../../../api/resources/preflight.ts';
import { ProblemError, type Problem } from '../../../api/problem.ts';
import { streamedAnswer, type StreamedEvent } from '../../../api/streamed-answer.ts';

export interface Preflight {
  readonly notes: readonly string[];
  /** What is to be said of the connection as a whole. */
  readonly connection: readonly Finding[];
  readonly rows: readonly FoundMailbox[];
  readonly end: PreflightEnd | null;
  readonly thrown: unknown;
}

const nothing: Preflight = { notes: [], connection: [], rows: [], end: null, thrown: null };

function withEvent(before: Preflight, { name, data }: StreamedEvent): Preflight {
  switch (name) {
    case 'note':
      return { ...before, notes: [...before.notes, (data as { text: string }).text] };
    case 'connection':
      return { ...before, connection: (data as { findings: readonly Finding[] }).findings };
    case 'mailbox':
      return { ...before, rows: [...before.rows, data as FoundMailbox] };
    case 'end':
      return { ...before, end: data as PreflightEnd };
    case 'problem':
      return { ...before, thrown: new ProblemError(data as Problem) };
    default:
      return before;
  }
}

/** Looks at exactly these mailboxes, one by one, before anything starts. A new `round` looks again. */
export function usePreflight(of: { matter: string; wanted: Wanted; round: number }): Preflight {
  const { matter, wanted, round } = of;
  const [preflight, setPreflight] = useState(nothing);
  const body = JSON.stringify(wanted);
  useEffect(() => {
    const leaving = new AbortController();
    setPreflight(nothing);
    const look = async () => {
      const path = `/api/v1/matters/${matter}/preflights`;
      for await (const event of streamedAnswer(path, { body: JSON.parse(body) as unknown, signal: leaving.signal }))
        setPreflight((before) => withEvent(before, event));
    };
    look().catch((thrown: unknown) => {
      if (!leaving.signal.aborted) setPreflight((before) => ({ ...before, thrown }));
    });
    return () => leaving.abort();
  }, [matter, body, round]);
  return preflight;
}
