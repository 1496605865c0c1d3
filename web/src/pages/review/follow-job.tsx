import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { cancelJob, readJob, type Job } from '../../api/review/marks.ts';
import { queryClient } from '../../frame/query-client.ts';
import { tellProblem } from '../../parts/toast.ts';
import { count } from '../../parts/words.ts';

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

function progressOf({ done, total }: Job): string {
  return total === 0 ? `${count(done)} done` : `${count(done)} of ${count(total)}`;
}

/** Where it stands, and the way to stop it. */
function Going({ job }: { job: Job }) {
  return (
    <Group justify="space-between" gap="xs">
      {progressOf(job)}
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => {
          cancelJob(job.id).catch(tellProblem);
        }}
      >
        Stop
      </Button>
    </Group>
  );
}

function endOf(job: Job): string {
  if (job.state === 'done') return `Done: ${count(job.done)}`;
  if (job.state === 'cancelled') return `Stopped; what was done until then stays: ${count(job.done)}`;
  return job.failure?.cause ?? 'It did not end well.';
}

/** Tells how a job in the background goes on, wherever in the application somebody is. */
export async function followJob(id: string, { matter, title }: { matter: string; title: string }): Promise<void> {
  const shown = notifications.show({ title, message: 'Begun', loading: true, autoClose: false, withBorder: true });
  try {
    let job = await readJob(id);
    for (; job.state === 'waiting' || job.state === 'running'; job = await readJob(id)) {
      notifications.update({ id: shown, title, message: <Going job={job} />, loading: true, autoClose: false });
      await pause(800);
    }
    notifications.update({
      id: shown,
      title,
      message: endOf(job),
      loading: false,
      color: job.state === 'done' ? 'teal' : job.state === 'cancelled' ? 'gray' : 'red',
      autoClose: 6000,
    });
  } catch (thrown) {
    notifications.hide(shown);
    tellProblem(thrown);
  }
  for (const key of ['search', 'search-facets', 'messages', 'tags', 'holds']) {
    void queryClient.invalidateQueries({ queryKey: [key, matter] });
  }
}
