import { indexMessages } from '#search';
import type { Work } from '../work.ts';

/** Puts into the index whatever was read and is not in it. False when it was stopped before everything was. */
export async function makeSearchable({
  instance,
  clock,
  signal,
  listener,
}: Pick<Work, 'instance' | 'clock' | 'signal' | 'listener'>): Promise<boolean> {
  using stage = listener.begin('indexing');
  stage.advance({ done: 0, expected: 0 });
  const { stopped } = await indexMessages({
    database: await instance.database(),
    clock,
    signal,
    onProgress: ({ indexed, total }) => {
      stage.advance({ done: indexed, expected: total });
    },
  });
  return !stopped;
}
