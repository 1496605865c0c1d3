import { QueryClient } from '@tanstack/react-query';
import { ProblemError } from '../api/problem.ts';

/** What cannot come right by asking again is not asked again. */
function mayTryAgain(failures: number, error: Error): boolean {
  const isPassing = !(error instanceof ProblemError) || ['unavailable', 'throttled'].includes(error.problem.kind);
  return isPassing && failures < 2;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 10_000, retry: mayTryAgain, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});
