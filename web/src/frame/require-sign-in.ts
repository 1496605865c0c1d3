import { redirect } from '@tanstack/react-router';
import { ProblemError } from '../api/problem.ts';
import { meQuery } from '../api/resources/me.ts';
import { setUpQuery } from '../api/resources/sign-in.ts';
import { queryClient } from './query-client.ts';

/** Lets through who is signed in; sends everybody else to the page they need first. */
export async function requireSignIn(back: string): Promise<void> {
  try {
    const { person } = await queryClient.ensureQueryData(meQuery);
    if (person.mustChangePassword) redirect({ to: '/new-password', throw: true });
  } catch (thrown) {
    if (!(thrown instanceof ProblemError) || thrown.problem.status !== 401) throw thrown;
    const { needed } = await queryClient.fetchQuery(setUpQuery);
    if (needed) redirect({ to: '/setup', throw: true });
    redirect({ to: '/sign-in', search: back === '/' ? {} : { back }, throw: true });
  }
}
