import { indexMessages } from '#search';
import type { Invocation } from '../frame/command-definition.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';

/** Puts into the index whatever was read and is not in it. False when it was stopped before everything was. */
export async function makeSearchable({
  instance,
  terminal,
  clock,
  signal,
}: Pick<Invocation, 'instance' | 'terminal' | 'clock' | 'signal'>): Promise<boolean> {
  using bar = new ProgressBar({ terminal, clock, title: 'Indexing', noun: ['message', 'messages'] });
  const { stopped } = await indexMessages({
    database: await instance.database(),
    clock,
    signal,
    onProgress: ({ indexed, total }) => {
      bar.update({ done: indexed, expected: total });
    },
  });
  return !stopped;
}
