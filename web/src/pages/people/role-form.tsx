import { Button, Group, Paper, Stack } from '@mantine/core';
import { useState } from 'react';
import { changePerson, type Person } from '../../api/resources/people.ts';
import { queryClient } from '../../frame/query-client.ts';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert } from '../../parts/states.tsx';
import { tell } from '../../parts/toast.ts';
import { InstanceRoleChoice } from './instance-role-choice.tsx';

export function RoleForm({ person }: { person: Person }) {
  const [role, setRole] = useState(person.instanceRole);
  const form = useForm(async () => {
    await changePerson(person.id, { instanceRole: role });
    await queryClient.invalidateQueries({ queryKey: ['people'] });
    tell(`The role of ${person.name} was changed.`);
  });
  return (
    <Paper p="md" component="form" onSubmit={form.onSubmit}>
      <Stack>
        <InstanceRoleChoice value={role} onChange={setRole} />
        {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
        {role !== person.instanceRole && (
          <Group justify="flex-end">
            <Button type="submit" loading={form.isBusy}>
              Change the role
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  );
}
