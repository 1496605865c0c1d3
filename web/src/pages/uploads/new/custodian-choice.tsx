import { Autocomplete, Button, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useCustodians } from '../../../api/resources/matters.ts';
import { useMembership } from '../../../api/resources/me.ts';
import { count } from '../../../parts/words.ts';
import type { ChosenRow, Draft } from './draft.ts';

interface ChoiceProps {
  readonly matter: string;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

const atOnce = 50;

/** Whose data each mailbox holds. A field for each of thousands would hold up the page, so they come some at a time. */
export function CustodianChoice({ matter, draft, onChange }: ChoiceProps) {
  const mayCreate = useMembership(matter)?.mayCreateCustodians === true;
  const [most, setMost] = useState(atOnce);
  const hidden = draft.mailboxes.length - most;
  const assign = (address: string, custodian: string) =>
    onChange({
      ...draft,
      mailboxes: draft.mailboxes.map((row) => (row.address === address ? { ...row, custodian } : row)),
    });
  return (
    <Paper p="md" w={460} style={{ flex: 'none' }}>
      <Title order={2}>Custodians</Title>
      <Text c="dimmed" mb="xs">
        {mayCreate
          ? 'Whose data each mailbox holds. A name that is not there yet makes a new custodian.'
          : 'Whose data each mailbox holds.'}
      </Text>
      <Stack gap="xs">
        {draft.mailboxes.slice(0, most).map((row) => (
          <CustodianField key={row.address} matter={matter} row={row} mayCreate={mayCreate} onAssign={assign} />
        ))}
        {hidden > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => setMost(most + atOnce)}>
            Show {count(Math.min(hidden, atOnce))} of {count(hidden)} more
          </Button>
        )}
      </Stack>
    </Paper>
  );
}

interface FieldProps {
  readonly matter: string;
  readonly row: ChosenRow;
  readonly mayCreate: boolean;
  readonly onAssign: (address: string, custodian: string) => void;
}

/** Finds custodians at the server by what is typed, however many the matter has. */
function CustodianField({ matter, row: { address, custodian }, mayCreate, onAssign }: FieldProps) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 150);
  const found = (useCustodians(matter, search).rows ?? []).map(({ name }) => name);
  const isFound = found.includes(custodian);
  const own = useCustodians(matter, custodian, !mayCreate && custodian !== '' && !isFound).rows ?? [];
  const isThere = isFound || own.some(({ name }) => name === custodian);
  if (mayCreate) {
    const assign = (name: string) => {
      setTyped(name);
      onAssign(address, name);
    };
    return <Autocomplete label={address} data={found} value={custodian} onChange={assign} required />;
  }
  return (
    <Select
      label={address}
      data={isThere && !isFound ? [custodian, ...found] : found}
      searchable
      onSearchChange={setTyped}
      placeholder="Choose a custodian"
      value={isThere ? custodian : null}
      onChange={(name) => onAssign(address, name ?? '')}
      required
    />
  );
}
