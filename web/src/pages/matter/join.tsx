import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { saveMember } from '../../api/resources/matters.ts';
import { useMe } from '../../api/resources/me.ts';
import { queryClient } from '../../frame/query-client.ts';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { Page } from '../../parts/page.tsx';
import { Nothing } from '../../parts/states.tsx';

/** A matter whose administrator is no member: it is there, and what is in it stays behind the wall. */
export function Join({ matter, name }: { matter: string; name: string }) {
  const { person } = useMe();
  const [question, setQuestion] = useState<Question | null>(null);
  const isAdministrator = person.instanceRole === 'administrator';
  const ask = () =>
    setQuestion({
      title: 'Become a member of this matter?',
      consequence:
        'You will be able to read its mail. That you added yourself is entered in the audit trail, where the auditors of the matter see it.',
      act: 'Add me as case manager',
      run: async () => {
        await saveMember({ matter, person: person.id }, { role: 'case-manager' });
        await queryClient.invalidateQueries({ queryKey: ['me'] });
        await queryClient.invalidateQueries({ queryKey: ['matters'] });
      },
    });
  return (
    <Page title={name}>
      <Nothing
        icon={<IconLock />}
        title="You are not a member of this matter"
        action={isAdministrator && <Button onClick={ask}>Add me…</Button>}
      >
        You see that it is there, not what is in it.
      </Nothing>
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </Page>
  );
}
