import { Alert, Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fixPackQuery, type Collection } from '../../../api/resources/collections.ts';
import { Dialog } from '../../../parts/dialogs/dialog.tsx';
import { Loaded } from '../../../parts/states.tsx';
import { When } from '../../../parts/when.tsx';
import { browserWords, counted } from '../../../parts/words.ts';
import { FixPackPanel } from '../fix-pack-panel.tsx';

interface WaitingProps {
  readonly id: string;
  readonly waiting: NonNullable<Collection['waiting']>;
  /** Whether the person may start uploads here, and so may have what lets this one go on. */
  readonly mayUpload: boolean;
}

/** What an upload waits for, and how whoever grants it does so. */
export function WaitingFor({ id, waiting, mayUpload }: WaitingProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Alert color="yellow" title={`Access is missing for ${counted(waiting.missing.length, 'mailbox', 'mailboxes')}`}>
      <Text>
        It starts by itself once access works.
        {waiting.nextLookAt !== null && (
          <>
            {' '}
            The next look is at <When at={waiting.nextLookAt} />.
          </>
        )}
      </Text>
      {waiting.missing.map(({ address, cause, fix }) => (
        <Text key={address} mt={4}>
          <b>{address}</b>: {cause} {browserWords(fix.join(' '))}
        </Text>
      ))}
      {mayUpload && (
        <Button mt="xs" size="compact-sm" variant="default" onClick={() => setOpen(true)}>
          Show the fix pack
        </Button>
      )}
      <Dialog title="For the Exchange administrator" size="xl" opened={isOpen} onClose={() => setOpen(false)}>
        <Pack id={id} />
      </Dialog>
    </Alert>
  );
}

function Pack({ id }: { id: string }) {
  const query = useQuery(fixPackQuery(id));
  return <Loaded query={query}>{(pack) => <FixPackPanel pack={pack} />}</Loaded>;
}
