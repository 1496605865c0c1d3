import { Alert, Button, Modal, Stack, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { verifyAudit } from '../../api/resources/audit.ts';
import { Facts } from '../../parts/facts.tsx';
import { ProblemAlert, Waiting } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { count } from '../../parts/words.ts';

/** Computes every hash again, and says what came of it. */
export function VerifyChain() {
  const [opened, setOpened] = useState(false);
  const verification = useMutation({ mutationFn: verifyAudit });
  const run = () => {
    setOpened(true);
    verification.mutate();
  };
  const { data, error, isPending } = verification;
  return (
    <>
      <Button leftSection={<IconShieldCheck size={16} />} onClick={run}>
        Verify the chain
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title="Verification of the audit trail"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {isPending && <Waiting rows={3} />}
        {error !== null && <ProblemAlert thrown={error} again={run} />}
        {data !== undefined && (
          <Stack role="status">
            <Alert
              color={data.intact ? 'teal' : 'red'}
              title={data.intact ? 'The chain is whole' : 'The chain is broken'}
            >
              <Text>
                {data.intact
                  ? `All ${count(data.entries)} entries carry the hash of the one before.`
                  : (data.detail ?? `Something was changed at entry ${count(data.brokenAt)}.`)}
              </Text>
            </Alert>
            <Facts
              facts={[
                ['Verified', <When key="at" at={data.verifiedAt} />],
                ['Last entry', data.head === undefined ? null : count(data.head.seq)],
                [
                  'Its hash',
                  data.head === undefined ? null : (
                    <span key="hash" className="cm-mono">
                      {data.head.hash}
                    </span>
                  ),
                ],
              ]}
            />
          </Stack>
        )}
      </Modal>
    </>
  );
}
