import { Button, Group, Paper, SegmentedControl, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { FixPack } from '../../api/resources/preflight.ts';
import { CopyableText } from '../../parts/copyable.tsx';
import { saveText } from '../../parts/files/save-text.ts';
import { counted } from '../../parts/words.ts';

const steps = [
  { value: 'grant', label: 'Grant' },
  { value: 'verify', label: 'Verify' },
  { value: 'undo', label: 'Undo' },
] as const;
type Step = (typeof steps)[number]['value'];

const about: Readonly<Record<Step, string>> = {
  grant: 'Gives the access that is missing, to these mailboxes and no other.',
  verify: 'Shows for each of them whether it was given.',
  undo: 'Takes back what was given, once the upload is complete.',
};

/** For the Exchange administrator: what to run for exactly the mailboxes that refuse. */
export function FixPackPanel({ pack }: { pack: FixPack }) {
  const [step, setStep] = useState<Step>('grant');
  return (
    <Paper p="md" component="section" aria-label="Fix pack">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={2}>Fix pack for {counted(pack.mailboxes.length, 'mailbox', 'mailboxes')}</Title>
          <Text c="dimmed">{pack.explanation}</Text>
        </div>
        <Button
          variant="default"
          style={{ flex: 'none' }}
          leftSection={<IconDownload size={16} />}
          onClick={() => saveText('fix-pack.ps1', pack.file)}
        >
          Download all three
        </Button>
      </Group>
      <Group my="xs" gap="sm">
        <SegmentedControl
          size="xs"
          aria-label="Step of the fix pack"
          data={[...steps]}
          value={step}
          onChange={(value) => setStep(value)}
        />
        <Text>{about[step]}</Text>
      </Group>
      <CopyableText text={pack[step]} label={`Script: ${step}`} height={220} />
    </Paper>
  );
}
