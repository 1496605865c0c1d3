import { Divider, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { nestedQuery } from '../../../../api/review/messages.ts';
import { Facts } from '../../../../parts/facts.tsx';
import { Loaded } from '../../../../parts/states.tsx';
import { When } from '../../../../parts/when.tsx';
import classes from '../message-body.module.css';

/** A mail inside a mail, read like one. */
export function NestedMessage({ matter, id, part }: { matter: string; id: string; part: string }) {
  const query = useQuery(nestedQuery({ matter, id, part }));
  return (
    <Loaded query={query}>
      {({ subject, from, to, sent, text, attachments }) => (
        <Stack>
          <Title order={2}>{subject ?? 'No subject'}</Title>
          <Facts
            facts={[
              ['From', from.map(({ name, address }) => `${name} <${address}>`).join(', ')],
              ['To', to.map(({ name, address }) => `${name} <${address}>`).join(', ')],
              ['Sent', sent === null ? null : <When key="sent" at={sent} />],
              ['Attachments', attachments.map(({ name }) => name).join(', ')],
            ]}
          />
          <Divider />
          {text === '' ? <Text c="dimmed">There is no text.</Text> : <pre className={classes['text']}>{text}</pre>}
        </Stack>
      )}
    </Loaded>
  );
}
