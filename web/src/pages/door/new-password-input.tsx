import { PasswordInput } from '@mantine/core';

interface InputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (password: string) => void;
}

/** A password that is being chosen. */
export function NewPasswordInput({ label, value, onChange }: InputProps) {
  return (
    <PasswordInput
      label={label}
      description="At least 12 characters. A few words are easier to keep in mind than signs."
      required
      minLength={12}
      autoComplete="new-password"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
