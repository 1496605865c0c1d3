import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Answer } from '../../../../api/client.ts';
import { custodyQuery, verifyMessage } from '../../../../api/review/messages.ts';
import { Facts } from '../../../../parts/facts.tsx';
import { Loaded, ProblemAlert } from '../../../../parts/states.tsx';
import { When } from '../../../../parts/when.tsx';
import { actorName, size } from '../../../../parts/words.ts';

/** Where the original bytes rest, who collected them, and whether they are still the same. */
export function CustodyPanel({ matter, id }: { matter: string; id: string }) {
  const query = useQuery(custodyQuery(matter, id));
  const verification = useMutation({ mutationFn: () => verifyMessage(matter, id) });
  return (
    <Loaded query={query}>
      {(custody) => (
        <Stack>
          <Facts
            facts={[
              [
                'SHA-256',
                <span key="digest" className="cm-mono">
                  {custody.digest}
                </span>,
              ],
              ['Size', size(custody.size)],
              [
                'Pack',
                <span key="pack" className="cm-mono">
                  {custody.pack}
                </span>,
              ],
              ['Collected', <When key="at" at={custody.collectedAt} />],
              ['By', custody.collectedBy === null ? null : actorName(custody.collectedBy)],
              ['Version', String(custody.version)],
              [
                'Seen since',
                custody.seen.length === 0
                  ? null
                  : custody.seen.map(({ collection, at, folder }) => (
                      <Text key={collection}>
                        <When at={at} /> in {folder}
                      </Text>
                    )),
              ],
            ]}
          />
          <Group>
            <Button
              variant="default"
              leftSection={<IconShieldCheck size={16} />}
              loading={verification.isPending}
              onClick={() => verification.mutate()}
            >
              Verify now
            </Button>
          </Group>
          {verification.error !== null && <ProblemAlert thrown={verification.error} />}
          {verification.data !== undefined && <Verdict verdict={verification.data} />}
        </Stack>
      )}
    </Loaded>
  );
}

function Verdict({ verdict }: { verdict: Answer<'verifyMessage'> }) {
  const { isIntact, detail } = verdict;
  return (
    <Alert
      role="status"
      color={isIntact ? 'teal' : 'red'}
      title={isIntact ? 'The bytes are the ones that were collected' : 'The bytes differ'}
    >
      <Text>{detail}</Text>
    </Alert>
  );
}
