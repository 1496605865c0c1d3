import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, api, type Answer } from '../client.ts';

export type Me = Answer<'readMe'>;
export type Membership = Me['matters'][number];

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => answer(api.GET('/api/v1/me')),
  staleTime: 60_000,
});

/** Who is signed in. Pages behind the sign-in always have it. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (data === undefined) throw new Error('Nobody is signed in.');
  return data;
}

/** The person's place in one matter; null for who sees it by their place in the instance alone. */
export function useMembership(matter: string): Membership | null {
  return useMe().matters.find(({ id }) => id === matter) ?? null;
}
