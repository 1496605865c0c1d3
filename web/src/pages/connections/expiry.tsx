import { Text } from '@mantine/core';
import { relativeTo } from '../../parts/when.tsx';

const day = 86_400_000;

/** When a credential ends, louder the nearer it comes. */
export function Expiry({ at }: { at: string | null }) {
  if (at === null)
    return (
      <Text span inherit c="dimmed">
        not known
      </Text>
    );
  const now = Date.now();
  const left = new Date(at).getTime() - now;
  const title = `${at.slice(0, 16).replace('T', ' ')} UTC`;
  if (left < 0)
    return (
      <Text span inherit fw={600} c="red" title={title}>
        ended {relativeTo(at, now)}
      </Text>
    );
  return (
    <Text
      span
      inherit
      fw={left < 30 * day ? 600 : 400}
      c={left < 30 * day ? 'var(--cm-warn)' : undefined}
      title={title}
    >
      {relativeTo(at, now)}
    </Text>
  );
}
