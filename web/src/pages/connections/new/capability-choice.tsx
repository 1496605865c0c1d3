import { Checkbox, Stack } from '@mantine/core';
import type { Capability } from '../../../api/resources/connections.ts';

/** What a connection may be for, in the words of whoever chooses. */
const capabilities: readonly { readonly name: Capability; readonly title: string; readonly about: string }[] = [
  { name: 'collect-mail', title: 'Collect mail', about: 'The original bytes of messages and their attachments.' },
  { name: 'list-mailboxes', title: 'List people and mailboxes', about: 'To pick mailboxes by name, address or alias.' },
  {
    name: 'tell-mailbox-kinds',
    title: 'Tell shared and room mailboxes apart',
    about: 'Without it their kind shows as unknown.',
  },
  {
    name: 'verify-grants',
    title: 'Verify grants',
    about: 'Tells what was granted in excess, and when credentials end.',
  },
];

export const defaultCapabilities: readonly Capability[] = ['collect-mail', 'list-mailboxes'];

interface ChoiceProps {
  readonly value: readonly Capability[];
  readonly onChange: (chosen: readonly Capability[]) => void;
}

export function CapabilityChoice({ value, onChange }: ChoiceProps) {
  return (
    <Checkbox.Group
      value={[...value]}
      onChange={(names) => onChange(capabilities.map(({ name }) => name).filter((name) => names.includes(name)))}
      aria-label="What it is for"
    >
      <Stack gap="xs">
        {capabilities.map(({ name, title, about }) => (
          <Checkbox key={name} value={name} label={title} description={about} size="sm" />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
