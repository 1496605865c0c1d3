import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useCallback } from 'react';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface Listed<Item> {
  /** Undefined while nothing is known. */
  readonly rows: readonly Item[] | undefined;
  readonly error: Error | null;
  readonly isLoadingMore: boolean;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly again: () => void;
}

interface ListOptions<Item> {
  readonly queryKey: QueryKey;
  readonly ask: (cursor: string | undefined) => Promise<Page<Item>>;
  readonly enabled?: boolean;
  readonly refetchInterval?: number | false;
}

/** A list that goes on with the server's cursor. */
export function useList<Item>({
  queryKey,
  ask,
  enabled = true,
  refetchInterval = false,
}: ListOptions<Item>): Listed<Item> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => ask(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled,
    refetchInterval,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const again = useCallback(() => void refetch(), [refetch]);
  return {
    rows: query.data?.pages.flatMap(({ items }) => items),
    error: query.error,
    isLoadingMore: isFetchingNextPage,
    hasMore: hasNextPage,
    more,
    again,
  };
}
