import { ActionIcon, Group, Text, Tooltip, useComputedColorScheme } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { histogramQuery, type Search } from '../../../api/review/search.ts';
import { DateBars } from '../../../parts/date-bars.tsx';
import { counted } from '../../../parts/words.ts';

interface HistogramProps {
  readonly matter: string;
  readonly search: Search;
  readonly onSearch: (search: Search) => void;
}

/** When the results were received; a part of it is chosen by dragging over it. */
export function Histogram({ matter, search, onSearch }: HistogramProps) {
  const { data } = useQuery(histogramQuery(matter, search));
  const scheme = useComputedColorScheme('light');
  const isNarrowed = search.from !== undefined || search.to !== undefined;
  if (data === undefined || data.bars.length === 0) return null;
  const first = data.bars[0]?.from.slice(0, 10) ?? '';
  const last = data.bars.at(-1)?.from.slice(0, 10) ?? '';
  return (
    <Group gap="xs" wrap="nowrap" align="center">
      <div style={{ flex: 1, minWidth: 0 }}>
        <DateBars
          key={scheme}
          bars={data.bars}
          interval={data.interval}
          height={58}
          label={`Results by ${data.interval}, from ${first} to ${last}`}
          onRange={(from, to) => onSearch({ ...search, from, to })}
        />
      </div>
      {isNarrowed && (
        <Tooltip label="All dates again">
          <ActionIcon
            aria-label="All dates again"
            onClick={() => onSearch({ ...search, from: undefined, to: undefined })}
          >
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      {data.undated > 0 && (
        <Text size="xs" c="dimmed">
          {counted(data.undated, 'result')} without a date
        </Text>
      )}
    </Group>
  );
}
