import { Button, Group, Stepper } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Page } from '../../../parts/page.tsx';
import { emptyDraft, wantedOf } from './draft.ts';
import { MailboxStep } from './mailbox-step.tsx';
import { OptionsStep } from './options-step.tsx';
import { StartStep } from './start-step.tsx';

/** Cloud upload: mailboxes, then dates and custodians, then a look at what will come before it starts. */
export function NewUploadPage() {
  const { matter } = useParams({ from: '/shell/matters/$matter/uploads/new' });
  const [step, setStep] = useState(0);
  const [draft, setDraft] = useState(emptyDraft);
  const wanted = wantedOf(draft);
  const isWrongWay = draft.from !== '' && draft.to !== '' && draft.from > draft.to;
  const mayGoOn =
    step === 0 ? wanted !== null : !isWrongWay && draft.mailboxes.every(({ custodian }) => custodian !== '');
  return (
    <Page title="Import from Microsoft 365" about="Cloud upload into this matter" fills>
      <Stepper
        active={step}
        onStepClick={(next) => next < step && setStep(next)}
        size="xs"
        mb="md"
        maw={760}
        allowNextStepsSelect={false}
      >
        <Stepper.Step label="Mailboxes" description="Whose mail" />
        <Stepper.Step label="Dates and custodians" description="Which mail, for whom" />
        <Stepper.Step label="Check and start" description="What will come" />
      </Stepper>
      <div style={{ flex: 1, minHeight: 0, overflow: 'auto', display: 'flex', flexDirection: 'column' }}>
        {step === 0 && <MailboxStep draft={draft} onChange={setDraft} />}
        {step === 1 && <OptionsStep matter={matter} draft={draft} onChange={setDraft} isWrongWay={isWrongWay} />}
        {step === 2 && wanted !== null && (
          <StartStep matter={matter} wanted={wanted} processing={draft.processing} onBack={() => setStep(1)} />
        )}
      </div>
      {step < 2 && (
        <Group justify="flex-end" gap="xs" pt="md">
          {step > 0 && (
            <Button variant="default" onClick={() => setStep(step - 1)}>
              Back
            </Button>
          )}
          <Button disabled={!mayGoOn} onClick={() => setStep(step + 1)}>
            Go on
          </Button>
        </Group>
      )}
    </Page>
  );
}
