import type { CollectionId, MatterId } from '#evidence';
import type { Invocation } from '../frame/command-definition.ts';
import { count } from '../terminal/amounts.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';

interface Reading {
  readonly matter: MatterId;
  /** Only what hangs at messages this collection kept. */
  readonly collection?: CollectionId;
}

/** Reads the attached files that nobody read yet, with progress. False when it was stopped before every one was read. */
export async function readAttachments(
  { instance, terminal, clock, signal }: Pick<Invocation, 'instance' | 'terminal' | 'clock' | 'signal'>,
  reading: Reading,
): Promise<boolean> {
  const { extractTexts } = await import('#processing');
  using bar = new ProgressBar({ terminal, clock, title: 'Reading attachments', noun: ['file', 'files'] });
  const { stopped } = await extractTexts({
    database: await instance.database(),
    vault: await instance.vault(),
    ...reading,
    clock,
    signal,
    onProgress: ({ files, total, exceptions }) => {
      bar.update({
        done: files,
        expected: total,
        remarks: exceptions === 0 ? [] : [`${count(exceptions)} with exceptions`],
      });
    },
  });
  return !stopped;
}
