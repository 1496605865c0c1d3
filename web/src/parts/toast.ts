import { notifications } from '@mantine/notifications';
import { problemOf } from '../api/problem.ts';

export function tell(message: string, title?: string): void {
  notifications.show({
    message,
    color: 'teal',
    autoClose: 5000,
    withBorder: true,
    ...(title === undefined ? {} : { title }),
  });
}

/** A refusal of something that was done in passing. */
export function tellProblem(thrown: unknown): void {
  const problem = problemOf(thrown);
  notifications.show({
    title: problem.title,
    message: problem.fix === undefined ? problem.detail : `${problem.detail} ${problem.fix}`,
    color: 'red',
    autoClose: 12_000,
    withBorder: true,
  });
}
