import { Progress, Text } from '@mantine/core';
import type { Collection } from '../../api/resources/collections.ts';
import { count, duration } from '../../parts/words.ts';

/** How far a collection is, between 0 and 100; null where nobody can know yet. */
export function shareDone(collection: Collection): number | null {
  const { done, whole } = measured(collection);
  if (collection.phase === 'ready') return 100;
  return whole === 0 ? null : Math.min(100, (done / whole) * 100);
}

/** What is done of what: of the stage that is under way, or of everything that was listed. */
function measured({ progress, counts, expected }: Collection): { done: number; whole: number } {
  if (progress !== null) return { done: progress.done, whole: Math.max(progress.expected, progress.done) };
  const done = counts.kept + counts.alreadyHeld + counts.filtered + counts.skipped + counts.failed;
  return { done, whole: Math.max(expected ?? 0, counts.listed) };
}

export function CollectionProgress({ collection }: { collection: Collection }) {
  const { phase, progress } = collection;
  const { done, whole } = measured(collection);
  const secondsLeft = progress?.secondsLeft ?? null;
  const share = shareDone(collection);
  const isMoving = phase === 'transferring' || phase === 'processing';
  if (!isMoving && phase !== 'paused') return null;
  return (
    <div>
      <Progress
        value={share ?? 100}
        animated={isMoving}
        striped={isMoving}
        size="sm"
        color={phase === 'processing' ? 'violet' : undefined}
        aria-label="Progress"
      />
      <Text size="xs" c="dimmed" mt={3}>
        {count(done)} of {whole === 0 ? 'an unknown number' : count(whole)}
        {isMoving && secondsLeft !== null && ` · about ${duration(secondsLeft)} left`}
      </Text>
    </div>
  );
}
