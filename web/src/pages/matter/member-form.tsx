import { Button, Checkbox, Group, Modal, Radio, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { saveMember, type MatterRole, type Member } from '../../api/resources/matters.ts';
import { usePeople } from '../../api/resources/people.ts';
import { queryClient } from '../../frame/query-client.ts';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert } from '../../parts/states.tsx';
import { matterRoles, roleWords } from './role-words.ts';

interface MemberFormProps {
  readonly matter: string;
  readonly edited: Member | 'new' | null;
  readonly onClose: () => void;
}

export function MemberForm({ matter, edited, onClose }: MemberFormProps) {
  const title = edited === null || edited === 'new' ? 'Add a member' : `Role of ${edited.name}`;
  return (
    <Modal opened={edited !== null} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      {edited !== null && <Fields matter={matter} member={edited === 'new' ? null : edited} onClose={onClose} />}
    </Modal>
  );
}

function Fields({ matter, member, onClose }: { matter: string; member: Member | null; onClose: () => void }) {
  const [person, setPerson] = useState<string | null>(member?.person ?? null);
  const [role, setRole] = useState<MatterRole>(member?.role ?? 'reviewer');
  const [mayCreate, setMayCreate] = useState(member?.mayCreateCustodians ?? false);
  const form = useForm(async () => {
    if (person === null) return;
    const mayCreateCustodians = role === 'case-manager' || (role === 'uploader' && mayCreate);
    await saveMember({ matter, person }, { role, mayCreateCustodians });
    await queryClient.invalidateQueries({ queryKey: ['members', matter] });
    await queryClient.invalidateQueries({ queryKey: ['me'] });
    onClose();
  });
  return (
    <form onSubmit={form.onSubmit}>
      <Stack>
        {member === null && <PersonChoice value={person} onChange={setPerson} />}
        <Radio.Group label="Role in the matter" value={role} onChange={(next) => setRole(next)}>
          <Stack gap={8} mt={6}>
            {matterRoles.map((name) => (
              <Radio key={name} value={name} label={roleWords[name].label} description={roleWords[name].about} />
            ))}
          </Stack>
        </Radio.Group>
        {role === 'uploader' && (
          <Checkbox
            label="May add custodians"
            checked={mayCreate}
            onChange={(event) => setMayCreate(event.currentTarget.checked)}
          />
        )}
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={form.isBusy} disabled={person === null}>
            {member === null ? 'Add' : 'Change the role'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function PersonChoice({ value, onChange }: { value: string | null; onChange: (person: string | null) => void }) {
  const people = usePeople();
  return (
    <Select
      label="Person"
      placeholder="Name or address"
      searchable
      required
      data={(people.rows ?? [])
        .filter(({ disabledAt }) => disabledAt === null)
        .map(({ id, name, email }) => ({ value: id, label: `${name} <${email}>` }))}
      value={value}
      onChange={onChange}
      nothingFoundMessage="Nobody of that name has an account"
      error={people.error === null ? undefined : 'The people could not be listed.'}
    />
  );
}
