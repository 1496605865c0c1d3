import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { countQuery, type Search } from '../../api/review/search.ts';
import { counted } from '../../parts/words.ts';

export function ResultCount({ matter, search, isWrong }: { matter: string; search: Search; isWrong: boolean }) {
  const { data } = useQuery({ ...countQuery(matter, search), enabled: !isWrong });
  return (
    <Text fw={600} role="status">
      {isWrong ? 'The query is not understood' : data === undefined ? 'Counting…' : counted(data.count, 'result')}
    </Text>
  );
}
