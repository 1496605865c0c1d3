import type { CollectionId, MatterId } from '#evidence';
import { extractTexts } from '#processing';
import type { Work } from '../work.ts';

interface Reading {
  readonly matter: MatterId;
  /** Only what hangs at messages this collection kept. */
  readonly collection?: CollectionId;
}

/** Reads the attached files that nobody read yet. False when it was stopped before every one was read. */
export async function readAttachments(
  { instance, clock, signal, listener }: Pick<Work, 'instance' | 'clock' | 'signal' | 'listener'>,
  reading: Reading,
): Promise<boolean> {
  using stage = listener.begin('reading-attachments');
  const { stopped } = await extractTexts({
    database: await instance.database(),
    vault: await instance.vault(),
    ...reading,
    clock,
    signal,
    onProgress: ({ files, total, exceptions }) => {
      stage.advance({ done: files, expected: total, exceptions });
    },
  });
  return !stopped;
}
