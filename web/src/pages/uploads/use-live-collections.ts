import { useRef } from 'react';
import { useEventStream, type StreamState } from '../../api/event-stream.ts';
import { queryClient } from '../../frame/query-client.ts';

/** Keeps the list of uploads up to date while it is looked at; lists are asked again at most every second. */
export function useLiveCollections(): StreamState {
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  return useEventStream('/api/v1/collections/events', () => {
    waiting.current ??= setTimeout(() => {
      waiting.current = null;
      void queryClient.invalidateQueries({ queryKey: ['collections', 'of'] });
    }, 1000);
  });
}

/** Keeps one upload up to date while it is looked at. */
export function useLiveCollection(id: string): StreamState {
  return useEventStream(`/api/v1/collections/${id}/events`, ({ name, data }) => {
    if (name !== 'collection') return;
    queryClient.setQueryData(['collections', id], data);
    void queryClient.invalidateQueries({ queryKey: ['collections', id, 'folders'] });
  });
}
