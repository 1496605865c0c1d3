import { Button, Menu } from '@mantine/core';
import { IconBan, IconDots, IconListSearch, IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { actOnCollection, type Collection, type CollectionAct } from '../../../api/resources/collections.ts';
import { useMembership } from '../../../api/resources/me.ts';
import { queryClient } from '../../../frame/query-client.ts';
import { Confirm, type Question } from '../../../parts/confirm.tsx';
import { tellProblem } from '../../../parts/toast.ts';
import { isMoving } from '../phase.tsx';

async function act(id: string, wanted: CollectionAct): Promise<void> {
  await actOnCollection(id, wanted);
  await queryClient.invalidateQueries({ queryKey: ['collections'] });
}

/** What can be asked of an upload as it stands. */
export function UploadActs({ collection, matter }: { collection: Collection; matter: string }) {
  const role = useMembership(matter)?.role;
  const [question, setQuestion] = useState<Question | null>(null);
  const { id, phase, counts, placesRefused } = collection;
  if (role !== 'case-manager' && role !== 'uploader') return null;
  const run = (wanted: CollectionAct) => () => void act(id, wanted).catch(tellProblem);
  const mayCancel = isMoving(phase) || phase === 'paused' || phase === 'stopped';
  const cancel: Question = {
    title: 'Cancel this upload?',
    consequence:
      'What was kept so far stays in the matter, with a receipt that says what is missing. It cannot go on afterwards; a new upload fetches nothing twice.',
    act: 'Cancel the upload',
    isDangerous: true,
    run: () => act(id, 'cancel'),
  };
  return (
    <>
      {phase === 'ready' && role === 'case-manager' && (
        <Button component={Link} to={`/matters/${matter}/review`} leftSection={<IconListSearch size={16} />}>
          Review
        </Button>
      )}
      {isMoving(phase) && (
        <Button variant="default" leftSection={<IconPlayerPause size={16} />} onClick={run('pause')}>
          Pause
        </Button>
      )}
      {(phase === 'paused' || phase === 'stopped' || phase === 'failed') && (
        <Button leftSection={<IconPlayerPlay size={16} />} onClick={run('resume')}>
          Resume
        </Button>
      )}
      {phase === 'preserved' && (
        <Button leftSection={<IconPlayerPlay size={16} />} onClick={run('start-processing')}>
          Start processing
        </Button>
      )}
      {phase === 'ready' && (counts.failed > 0 || placesRefused > 0) && (
        <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={run('retry-failed')}>
          Retry what failed
        </Button>
      )}
      {mayCancel && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" px={8} aria-label="More">
              <IconDots size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="red" leftSection={<IconBan size={16} />} onClick={() => setQuestion(cancel)}>
              Cancel…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </>
  );
}
