import { Select } from '@mantine/core';
import type { Connection } from '../../../api/resources/connections.ts';

const own = 'own';

interface RegistrationProps {
  readonly connections: readonly Connection[];
  /** The connection whose app registration is used; null: another one, which is typed in. */
  readonly value: string | null;
  readonly onChange: (connection: string | null) => void;
}

/** An own sign-in can go through an app registration that is known here: nobody needs to know its secret for that. */
export function RegistrationChoice({ connections, value, onChange }: RegistrationProps) {
  return (
    <Select
      label="App registration"
      description="One that is set up here already needs no secret of you."
      allowDeselect={false}
      data={[
        ...connections.map(({ id, name, tenant }) => ({ value: id, label: `That of ${name} (${tenant})` })),
        { value: own, label: 'Another one, which I have the secret of' },
      ]}
      value={value ?? own}
      onChange={(chosen) => onChange(chosen === own ? null : chosen)}
    />
  );
}
