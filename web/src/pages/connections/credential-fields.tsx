import { PasswordInput, SegmentedControl, Stack, Textarea } from '@mantine/core';
import type { Credential } from '../../api/resources/connections.ts';

export interface TypedCredential {
  readonly kind: 'secret' | 'certificate';
  readonly secret: string;
  readonly pem: string;
}

export const noCredential: TypedCredential = { kind: 'secret', secret: '', pem: '' };

/** What was typed, as the server takes it. */
export function credentialOf({ kind, secret, pem }: TypedCredential): Credential {
  return kind === 'secret' ? { kind, value: secret } : { kind, pem };
}

interface FieldsProps {
  readonly value: TypedCredential;
  readonly onChange: (value: TypedCredential) => void;
}

/** A secret or a certificate. Neither is ever shown again. */
export function CredentialFields({ value, onChange }: FieldsProps) {
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label="Kind of credential"
        size="xs"
        value={value.kind}
        onChange={(kind) => onChange({ ...value, kind: kind })}
        data={[
          { value: 'secret', label: 'Client secret' },
          { value: 'certificate', label: 'Certificate (preferred)' },
        ]}
      />
      {value.kind === 'secret' ? (
        <PasswordInput
          label="Client secret"
          description="The value, not the secret's id. It is stored sealed and never shown again."
          required
          autoComplete="off"
          value={value.secret}
          onChange={(event) => onChange({ ...value, secret: event.currentTarget.value })}
        />
      ) : (
        <Textarea
          label="Certificate and private key"
          description="PEM, both in one text. It is stored sealed and never shown again."
          placeholder="-----BEGIN CERTIFICATE-----"
          required
          autosize
          minRows={5}
          maxRows={10}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          value={value.pem}
          onChange={(event) => onChange({ ...value, pem: event.currentTarget.value })}
        />
      )}
    </Stack>
  );
}
