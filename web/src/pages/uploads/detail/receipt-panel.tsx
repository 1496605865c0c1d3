import { Alert, Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import { IconDownload, IconReceipt, IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { receiptFile, receiptQuery, verifyReceipt, type Collection } from '../../../api/resources/collections.ts';
import type { Answer } from '../../../api/client.ts';
import { CopyableText } from '../../../parts/copyable.tsx';
import { Facts } from '../../../parts/facts.tsx';
import { Loaded, Nothing, ProblemAlert } from '../../../parts/states.tsx';
import { When } from '../../../parts/when.tsx';
import { sentence } from '../../../parts/words.ts';

/** The signed statement of what the upload did, in words; it can be taken along and verified. */
export function ReceiptPanel({ collection }: { collection: Collection }) {
  const { id, receipt } = collection;
  const query = useQuery({ ...receiptQuery(id), enabled: receipt !== null });
  if (receipt === null) {
    return (
      <Nothing icon={<IconReceipt />} title="No receipt yet">
        It is signed when everything that was listed has ended.
      </Nothing>
    );
  }
  return <Loaded query={query}>{(found) => <Receipt id={id} receipt={found} />}</Loaded>;
}

function Receipt({ id, receipt }: { id: string; receipt: Answer<'readCollectionReceipt'> }) {
  const verification = useMutation({ mutationFn: () => verifyReceipt(id) });
  const { completeness, summary } = receipt;
  return (
    <Paper p="md">
      <Stack>
        <Group justify="space-between">
          <Title order={2}>Completeness</Title>
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<IconShieldCheck size={16} />}
              loading={verification.isPending}
              onClick={() => verification.mutate()}
            >
              Verify
            </Button>
            <Button
              variant="default"
              component="a"
              href={receiptFile(id)}
              download
              leftSection={<IconDownload size={16} />}
            >
              Download
            </Button>
          </Group>
        </Group>
        {verification.error !== null && <ProblemAlert thrown={verification.error} />}
        {verification.data !== undefined && <Verdict verdict={verification.data} />}
        <List size="sm" spacing={4}>
          {completeness.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
        <Signature receipt={receipt} />
        <CopyableText text={summary} label="The receipt in words" />
      </Stack>
    </Paper>
  );
}

function Signature({ receipt }: { receipt: Answer<'readCollectionReceipt'> }) {
  const { issuedAt, keyFingerprint, earlier } = receipt;
  return (
    <Facts
      facts={[
        ['Signed', <When key="at" at={issuedAt} />],
        [
          'With key',
          <span key="key" className="cm-mono">
            {keyFingerprint}
          </span>,
        ],
        [
          'Earlier',
          earlier.length === 0
            ? null
            : earlier.map(({ id, issuedAt: at }) => (
                <Text key={id}>
                  <When at={at} />
                </Text>
              )),
        ],
      ]}
    />
  );
}

function Verdict({ verdict }: { verdict: Answer<'verifyCollectionReceipt'> }) {
  return (
    <Alert
      role="status"
      color={verdict.passed ? 'teal' : 'red'}
      title={verdict.passed ? 'The receipt holds' : 'The receipt does not hold'}
    >
      <List size="sm">
        {verdict.checks.map(({ name, passed, detail }) => (
          <List.Item key={name}>
            {passed ? '' : 'Failed: '}
            <b>{sentence(name)}:</b> {detail}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
