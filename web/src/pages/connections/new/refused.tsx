import { Alert, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { explanationQuery } from '../../../api/resources/connections.ts';
import { browserWords } from '../../../parts/words.ts';

/** Why the sign-in at Microsoft did not end well, and what to do about it. */
export function Refused({ code }: { code: string }) {
  const { data } = useQuery(explanationQuery(code));
  return (
    <Alert role="alert" color="orange" title="Nothing was connected">
      <Text>{data?.cause ?? 'The sign-in was not completed.'}</Text>
      {data !== undefined && data.fix.length > 0 && (
        <List type="ordered" size="sm">
          {data.fix.map((step) => (
            <List.Item key={step}>{browserWords(step)}</List.Item>
          ))}
        </List>
      )}
      <Text mt={6}>What you chose is kept below; type the secret again.</Text>
      <Text size="xs" className="cm-mono">
        {code}
      </Text>
    </Alert>
  );
}
