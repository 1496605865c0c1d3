import type { CollectionId, MatterId } from '#evidence';
import { processMatter } from '#processing';
import type { Work } from '../work.ts';

interface Reading {
  readonly matter: MatterId;
  /** Only what this collection kept. */
  readonly collection?: CollectionId;
}

/** Reads the kept messages that nobody read yet. False when it was stopped before every one was read. */
export async function readMessages(
  { instance, clock, signal, listener }: Pick<Work, 'instance' | 'clock' | 'signal' | 'listener'>,
  reading: Reading,
): Promise<boolean> {
  using stage = listener.begin('processing');
  const { stopped } = await processMatter({
    database: await instance.database(),
    vault: await instance.vault(),
    ...reading,
    clock,
    signal,
    onProgress: ({ processed, total, exceptions, bytes }) => {
      stage.advance({ done: processed, expected: total, bytes, exceptions });
    },
  });
  return !stopped;
}
