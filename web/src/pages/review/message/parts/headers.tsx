import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { headersQuery } from '../../../../api/review/messages.ts';
import { Loaded } from '../../../../parts/states.tsx';

export function Headers({ matter, id }: { matter: string; id: string }) {
  const query = useQuery(headersQuery(matter, id));
  return (
    <Loaded query={query}>
      {({ fields }) => (
        <Table>
          <Table.Tbody>
            {fields.map(({ name, value }, at) => (
              <Table.Tr key={`${name} ${String(at)}`}>
                <Table.Th scope="row" w={190} style={{ verticalAlign: 'top' }}>
                  {name}
                </Table.Th>
                <Table.Td className="cm-mono">{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Loaded>
  );
}
