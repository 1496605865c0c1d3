import type { MessageLimits } from './limits.ts';
import type { MessageException } from './message.ts';

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
export function addException(reading: Reading, found: MessageException): void {
  const isKnown = reading.exceptions.some(({ part, reason }) => part === found.part && reason === found.reason);
  if (!isKnown) reading.exceptions.push(found);
}
