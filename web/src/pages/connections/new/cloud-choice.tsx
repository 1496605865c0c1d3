import { Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Cloud } from '../../../api/resources/connections.ts';
import { clouds } from '../cloud-names.ts';

export interface ChosenCloud {
  readonly cloud?: Cloud;
  readonly endpoints?: string;
}

export const globalCloud: ChosenCloud = { cloud: 'global' };

const elsewhere = { value: 'elsewhere', label: 'Another service (a simulated tenant)' };

interface CloudProps {
  readonly value: ChosenCloud;
  readonly onChange: (cloud: ChosenCloud) => void;
  /** Only administrators name addresses: the server goes there with credentials. */
  readonly mayNameAddresses: boolean;
}

export function CloudChoice({ value, onChange, mayNameAddresses }: CloudProps) {
  const [isElsewhere, setElsewhere] = useState(value.endpoints !== undefined);
  const choose = (name: string | null) => {
    const cloud = clouds.find((known) => known.value === name);
    setElsewhere(cloud === undefined);
    onChange(cloud === undefined ? { endpoints: '' } : { cloud: cloud.value });
  };
  return (
    <Stack gap="xs">
      <Select
        label="Cloud"
        data={mayNameAddresses ? [...clouds, elsewhere] : [...clouds]}
        allowDeselect={false}
        value={isElsewhere ? elsewhere.value : (value.cloud ?? 'global')}
        onChange={choose}
      />
      {isElsewhere && (
        <TextInput
          label="Address of the service"
          description="It speaks Microsoft's sign-in and Graph."
          placeholder="http://127.0.0.1:9000"
          required
          value={value.endpoints ?? ''}
          onChange={(event) => onChange({ endpoints: event.currentTarget.value })}
        />
      )}
    </Stack>
  );
}
