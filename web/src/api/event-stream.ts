import { useEffect, useEffectEvent, useState } from 'react';

export type StreamState = 'connecting' | 'open' | 'lost';

/**
 * Follows a stream of server-sent events while the component is there. Each connection begins with a snapshot, so what
 * happened while it was lost is not missed. The browser connects again by itself; where it gives up, we do.
 */
export function useEventStream(
  path: string | null,
  take: (event: { name: string; data: unknown }) => void,
): StreamState {
  const [state, setState] = useState<StreamState>('connecting');
  const onEvent = useEffectEvent(take);
  useEffect(() => {
    if (path === null) return undefined;
    let source: EventSource | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource(path);
      source.onopen = () => setState('open');
      source.onerror = () => {
        setState('lost');
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(open, 3000);
      };
      for (const name of ['snapshot', 'collection', 'export', 'job', 'end']) {
        source.addEventListener(name, (event: MessageEvent<string>) => {
          onEvent({ name, data: JSON.parse(event.data) as unknown });
          if (name === 'end') source?.close();
        });
      }
    };
    open();
    return () => {
      clearTimeout(again);
      source?.close();
    };
  }, [path]);
  return state;
}
