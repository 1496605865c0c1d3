import { Text } from '@mantine/core';

const dayAndTime = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});
const dayOnly = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: '2-digit' });

/** An instant in the zone of whoever looks; in UTC to the second when the pointer rests on it. */
export function When({ at, precise = true }: { at: string | null | undefined; precise?: boolean }) {
  if (at == null)
    return (
      <Text span inherit c="dimmed">
        –
      </Text>
    );
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span>{at}</span>;
  const utc = `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return (
    <time dateTime={at} title={utc} style={{ whiteSpace: 'nowrap' }}>
      {(precise ? dayAndTime : dayOnly).format(date)}
    </time>
  );
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "in 12 days", "3 hours ago". */
export function relativeTo(at: string, now: number): string {
  const distance = new Date(at).getTime() - now;
  const [unit, length] = steps.find(([, step]) => Math.abs(distance) >= step) ?? (['minute', 60_000] as const);
  return relative.format(Math.round(distance / length), unit);
}
