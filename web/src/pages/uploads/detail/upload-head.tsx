import { Alert, Group, Paper, Stack, Text } from '@mantine/core';
import { IconCheck, IconChevronRight } from '@tabler/icons-react';
import { useMembership } from '../../../api/resources/me.ts';
import type { Collection, Ends } from '../../../api/resources/collections.ts';
import { browserWords, count, size } from '../../../parts/words.ts';
import { When } from '../../../parts/when.tsx';
import { WaitingFor } from './waiting-for.tsx';
import { PhaseBadge } from '../phase.tsx';
import { CollectionProgress } from '../progress.tsx';
import classes from './upload-head.module.css';

const steps = ['transferring', 'processing', 'ready'] as const;
const words = { transferring: 'Transferring', processing: 'Processing', ready: 'Ready' } as const;

/** Where the upload is, how fast it goes, and how what was listed has ended. */
export function UploadHead({ collection }: { collection: Collection }) {
  const { phase, counts, bytes, progress, failure, waiting } = collection;
  const role = useMembership(collection.matter.id)?.role;
  const mayUpload = role === 'case-manager' || role === 'uploader';
  return (
    <Paper p="md">
      <Stack gap="md">
        <Group justify="space-between" role="status">
          <Steps phase={phase} />
          <Group gap="xs">
            {progress !== null && progress.rate > 0 && <Text c="dimmed">{progress.rate.toFixed(1)} a second</Text>}
            <PhaseBadge phase={phase} />
          </Group>
        </Group>
        <CollectionProgress collection={collection} />
        {failure !== null && (
          <Alert color={phase === 'failed' ? 'red' : 'orange'} title={failure.cause}>
            {failure.fix !== null && <Text>{browserWords(failure.fix)}</Text>}
            {collection.nextTryAt !== null && (
              <Text>
                It is tried again at <When at={collection.nextTryAt} />.
              </Text>
            )}
          </Alert>
        )}
        {waiting !== null && <WaitingFor id={collection.id} waiting={waiting} mayUpload={mayUpload} />}
        <EndCounts ends={counts} bytes={bytes} />
      </Stack>
    </Paper>
  );
}

function Steps({ phase }: { phase: Collection['phase'] }) {
  const reached = phase === 'ready' ? 3 : phase === 'processing' || phase === 'preserved' ? 1 : 0;
  return (
    <ol className={classes['steps']} aria-label="Phases">
      {steps.map((step, at) => (
        <li
          key={step}
          data-done={at < reached}
          data-now={step === phase}
          aria-current={step === phase ? 'step' : undefined}
        >
          {at > 0 && <IconChevronRight size={14} aria-hidden="true" />}
          {at < reached && <IconCheck size={15} aria-hidden="true" />}
          {words[step]}
        </li>
      ))}
    </ol>
  );
}

const names: readonly (readonly [keyof Ends, string, string])[] = [
  ['listed', 'Listed', 'What the folders hold in the window'],
  ['kept', 'Kept', 'Original bytes are in the vault'],
  ['alreadyHeld', 'Already held', 'This matter had this version'],
  ['filtered', 'Filtered', 'Left out because that was asked for'],
  ['skipped', 'Skipped', 'Could not be kept, for a named permanent cause'],
  ['failed', 'Failed', 'Tried, and to be tried again'],
];

function EndCounts({ ends, bytes }: { ends: Ends; bytes: number }) {
  return (
    <dl className={classes['ends']}>
      {names.map(([name, label, means]) => (
        <div key={name} title={means} data-bad={name === 'failed' && ends.failed > 0}>
          <dt>{label}</dt>
          <dd>{count(ends[name])}</dd>
        </div>
      ))}
      <div>
        <dt>Size</dt>
        <dd>{size(bytes)}</dd>
      </div>
    </dl>
  );
}
