import { Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { copiesQuery, threadQuery } from '../../../api/review/messages.ts';
import type { Hit } from '../../../api/review/search.ts';
import { Loaded } from '../../../parts/states.tsx';
import { When } from '../../../parts/when.tsx';

interface PanelProps {
  readonly matter: string;
  readonly id: string;
  readonly onOpen: (id: string) => void;
}

/** The conversation the message belongs to. */
export function Thread({ matter, id, onOpen }: PanelProps) {
  const found = useQuery(threadQuery(matter, id));
  return (
    <Related found={found} id={id} nothing="No other message of this conversation is in the matter." onOpen={onOpen} />
  );
}

/** Who else held the same message. */
export function Copies({ matter, id, onOpen }: PanelProps) {
  const found = useQuery(copiesQuery(matter, id));
  return <Related found={found} id={id} nothing="Nobody else held a copy of it." onOpen={onOpen} />;
}

interface RelatedProps {
  readonly found: UseQueryResult<{ readonly items: readonly Hit[] }>;
  readonly id: string;
  readonly nothing: string;
  readonly onOpen: (id: string) => void;
}

/** Messages that belong with this one; each opens. */
function Related({ found, id, nothing, onOpen }: RelatedProps) {
  return (
    <Loaded query={found}>
      {({ items }) =>
        items.filter((hit) => hit.id !== id).length === 0 ? (
          <Text c="dimmed">{nothing}</Text>
        ) : (
          <Stack gap={2}>
            {items.map((hit) => (
              <UnstyledButton
                key={hit.id}
                onClick={() => onOpen(hit.id)}
                p={8}
                disabled={hit.id === id}
                style={{ borderRadius: 6, background: hit.id === id ? 'var(--cm-chosen)' : undefined }}
              >
                <Group justify="space-between" wrap="nowrap">
                  <Text truncate fw={600}>
                    {hit.from[0]?.name || hit.from[0]?.address || 'Sender not known'}
                  </Text>
                  <Text size="xs" c="dimmed" component="span">
                    <When at={hit.received ?? hit.sent} />
                  </Text>
                </Group>
                <Text truncate>{hit.subject ?? 'No subject'}</Text>
                <Text size="xs" c="dimmed" truncate>
                  {hit.custodian} · {hit.mailbox} · {hit.folder}
                </Text>
              </UnstyledButton>
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
}
