import { Paper, Table, Text, Title, useComputedColorScheme } from '@mantine/core';
import type { Overview } from '../../api/review/overview.ts';
import { DateBars } from '../../parts/date-bars.tsx';
import { count } from '../../parts/words.ts';

export function MessagesOverTime({ overview: { bars, interval } }: { overview: Overview }) {
  const scheme = useComputedColorScheme('light');
  return (
    <Paper p="md">
      <Title order={2} mb="sm">
        Messages per {interval}
      </Title>
      {bars.length === 0 ? (
        <Text c="dimmed">Nothing has a date yet.</Text>
      ) : (
        <DateBars key={scheme} bars={bars} interval={interval} height={150} label={`Messages per ${interval}`} />
      )}
    </Paper>
  );
}

export function Correspondents({ overview: { correspondents } }: { overview: Overview }) {
  return (
    <Paper p="md">
      <Title order={2} mb="xs">
        Who wrote and was written to most
      </Title>
      <Ranking
        head={['Address', 'Sent', 'Received']}
        rows={correspondents.map(({ address, sent, received }) => [address, count(sent), count(received)])}
      />
    </Paper>
  );
}

export function Ranking({
  head,
  rows,
}: {
  head: readonly [string, string, string];
  rows: readonly (readonly [string, string, string])[];
}) {
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          {head.map((title, at) => (
            <Table.Th key={title} ta={at === 0 ? 'left' : 'right'}>
              {title}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.slice(0, 12).map((row) => (
          <Table.Tr key={row[0]}>
            {row.map((cell, at) => (
              <Table.Td
                key={head[at]}
                ta={at === 0 ? 'left' : 'right'}
                style={at === 0 ? { overflowWrap: 'anywhere' } : undefined}
              >
                {cell}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
