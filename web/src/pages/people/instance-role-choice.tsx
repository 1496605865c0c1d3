import { Radio, Stack } from '@mantine/core';
import type { InstanceRole } from '../../api/resources/people.ts';

const roles: readonly { readonly value: InstanceRole; readonly label: string; readonly about: string }[] = [
  { value: 'member', label: 'Member', about: 'Sees the matters they are added to, and nothing else.' },
  { value: 'auditor', label: 'Auditor', about: 'Reads the audit trail. Never the body of a message.' },
  {
    value: 'administrator',
    label: 'Administrator',
    about: 'Connections, people and matters. Reads mail only as a member of its matter.',
  },
];

export function InstanceRoleChoice({
  value,
  onChange,
}: {
  value: InstanceRole;
  onChange: (role: InstanceRole) => void;
}) {
  return (
    <Radio.Group label="Role here" value={value} onChange={(role) => onChange(role)}>
      <Stack gap={8} mt={6}>
        {roles.map((role) => (
          <Radio key={role.value} value={role.value} label={role.label} description={role.about} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
