import { Button, Group, Modal, Paper, Title } from '@mantine/core';
import { useState } from 'react';
import type { Body } from '../../api/client.ts';
import { changePerson, type Person } from '../../api/resources/people.ts';
import { queryClient } from '../../frame/query-client.ts';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { TemporaryPassword } from './temporary-password.tsx';

interface Act {
  readonly label: string;
  readonly body: Body<'changePerson'>;
  readonly question: Omit<Question, 'run'>;
}

/** What can be done with an account as it stands. */
function actsFor({ name, twoFactor, disabledAt }: Person): readonly Act[] {
  const password: Act = {
    label: 'New temporary password',
    body: { newPassword: true },
    question: {
      title: 'A new temporary password?',
      consequence: `The password of ${name} stops working, and every session of theirs ends.`,
      act: 'Make a new one',
    },
  };
  const secondStep: Act = {
    label: 'Take off the second step',
    body: { withoutTwoFactor: true },
    question: {
      title: 'Take the second step off?',
      consequence: `${name} signs in by password alone until they set it up again.`,
      act: 'Take it off',
    },
  };
  return [password, ...(twoFactor ? [secondStep] : []), disabledAt === null ? disable(name) : letIn(name)];
}

function disable(name: string): Act {
  return {
    label: 'Disable',
    body: { disabled: true },
    question: {
      title: `Disable ${name}?`,
      consequence:
        'They are signed out everywhere, their API tokens stop working, and they cannot sign in. What they did stays on record. It can be undone.',
      act: 'Disable the account',
      isDangerous: true,
    },
  };
}

function letIn(name: string): Act {
  return {
    label: 'Let in again',
    body: { disabled: false },
    question: {
      title: `Let ${name} in again?`,
      consequence: 'They can sign in again, with the matters they had.',
      act: 'Let in again',
    },
  };
}

export function AccountActs({ person }: { person: Person }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [password, setPassword] = useState<string | null>(null);
  const change = async (body: Body<'changePerson'>) => {
    const changed = await changePerson(person.id, body);
    await queryClient.invalidateQueries({ queryKey: ['people'] });
    if (changed.temporaryPassword !== null) setPassword(changed.temporaryPassword);
  };
  return (
    <Paper p="md">
      <Title order={2} mb="sm">
        Account
      </Title>
      <Group gap="xs">
        {actsFor(person).map(({ label, body, question: asked }) => (
          <Button
            key={label}
            variant={asked.isDangerous === true ? 'outline' : 'default'}
            color={asked.isDangerous === true ? 'red' : undefined}
            onClick={() => setQuestion({ ...asked, run: () => change(body) })}
          >
            {label}
          </Button>
        ))}
      </Group>
      <Confirm question={question} onClose={() => setQuestion(null)} />
      <Modal
        opened={password !== null}
        onClose={() => setPassword(null)}
        title="Temporary password"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {password !== null && <TemporaryPassword password={password} onClose={() => setPassword(null)} />}
      </Modal>
    </Paper>
  );
}
