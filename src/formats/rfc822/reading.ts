import type { MessageLimits } from './limits.ts';
import type { MessageException, MessageExceptionReason } from './message.ts';

/** What reading one message has used up and met so far. */
export interface Reading {
  readonly limits: MessageLimits;
  readonly notes: Set<string>;
  readonly exceptions: MessageException[];
  parts: number;
  decodedBytes: number;
}

export function startReading(limits: MessageLimits): Reading {
  return { limits, notes: new Set(), exceptions: [], parts: 0, decodedBytes: 0 };
}

/** Records an exception; the same reason for the same part once. */
export function addException(reading: Reading, part: string, reason: MessageExceptionReason, detail: string): void {
  const isKnown = reading.exceptions.some((exception) => exception.part === part && exception.reason === reason);
  if (!isKnown) reading.exceptions.push({ part, reason, detail });
}
