import { Checkbox, Group, Paper, Radio, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { CustodianChoice } from './custodian-choice.tsx';
import { zones, type Draft } from './draft.ts';

interface StepProps {
  readonly matter: string;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly isWrongWay: boolean;
}

export function OptionsStep({ matter, draft, onChange, isWrongWay }: StepProps) {
  return (
    <Group align="flex-start" wrap="nowrap" gap="md">
      <Stack style={{ flex: 1, minWidth: 0 }}>
        <WindowFields draft={draft} onChange={onChange} isWrongWay={isWrongWay} />
        <WhatFields draft={draft} onChange={onChange} />
      </Stack>
      <CustodianChoice matter={matter} draft={draft} onChange={onChange} />
    </Group>
  );
}

function WindowFields({ draft, onChange, isWrongWay }: Omit<StepProps, 'matter'>) {
  return (
    <Paper p="md">
      <Title order={2} mb="xs">
        When the mail was received
      </Title>
      <Group align="flex-start" grow gap="sm">
        <TextInput
          type="date"
          label="From"
          description="Empty: the beginning"
          value={draft.from}
          onChange={(event) => onChange({ ...draft, from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label="To, this day included"
          description="Empty: now"
          error={isWrongWay ? 'This is before the first day.' : undefined}
          value={draft.to}
          onChange={(event) => onChange({ ...draft, to: event.currentTarget.value })}
        />
        <Select
          label="Zone"
          description="Whose days these are"
          data={[...zones]}
          allowDeselect={false}
          value={draft.zone}
          onChange={(zone) => onChange({ ...draft, zone: zone ?? 'UTC' })}
        />
      </Group>
    </Paper>
  );
}

function WhatFields({ draft, onChange }: Pick<StepProps, 'draft' | 'onChange'>) {
  const isNarrowed = draft.query.trim() !== '';
  return (
    <Paper p="md">
      <Title order={2} mb="xs">
        What to take
      </Title>
      <Stack gap="sm">
        <Checkbox
          label="Drafts too"
          description="Messages that were written and never sent."
          checked={draft.drafts}
          onChange={(event) => onChange({ ...draft, drafts: event.currentTarget.checked })}
        />
        <Checkbox
          label="Deleted and recoverable mail too"
          description="Recoverable Items: what was deleted from Deleted Items, purged, or is held. Deleted Items itself is always in."
          checked={draft.recoverable && !isNarrowed}
          disabled={isNarrowed}
          onChange={(event) => onChange({ ...draft, recoverable: event.currentTarget.checked })}
        />
        <Checkbox
          label="Hidden folders too"
          description="Folders that no mail program shows; programs keep settings and suggestions there. Takes longer."
          checked={draft.hidden && !isNarrowed}
          disabled={isNarrowed}
          onChange={(event) => onChange({ ...draft, hidden: event.currentTarget.checked })}
        />
        {isNarrowed && (
          <Text c="dimmed" size="sm">
            The search of the service looks into neither Recoverable Items nor hidden folders: a query leaves them out,
            and the receipt says so.
          </Text>
        )}
        <TextInput
          label="Only what this query finds (KQL)"
          description="Narrowed at the source: what it does not find is not transferred, and the receipt says so. Empty takes everything."
          placeholder='subject:"quarterly report" AND from:ana@contoso.com'
          value={draft.query}
          onChange={(event) => onChange({ ...draft, query: event.currentTarget.value })}
        />
        <Radio.Group
          label="When everything is here"
          value={draft.processing}
          onChange={(processing) => onChange({ ...draft, processing: processing === 'later' ? 'later' : 'now' })}
        >
          <Stack gap={6} mt={6}>
            <Radio value="now" label="Process it, so that it can be searched and read" />
            <Radio value="later" label="Keep it preserved until somebody starts processing" />
          </Stack>
        </Radio.Group>
      </Stack>
    </Paper>
  );
}
