import { Group, Radio, Text } from '@mantine/core';
import type { ConnectionKind } from '../../../api/resources/connections.ts';

const kinds: readonly { readonly value: ConnectionKind; readonly title: string; readonly about: string }[] = [
  {
    value: 'application',
    title: 'An application',
    about:
      'Works by itself, with a secret or a certificate. Reads the mailboxes that Exchange lets the application into. An administrator of the tenant consents.',
  },
  {
    value: 'delegated',
    title: 'Your own sign-in',
    about:
      'You sign in at Microsoft. Reads your own mailbox and those you have Full Access to. It is yours: nobody else here can use it.',
  },
];

interface KindProps {
  readonly value: ConnectionKind;
  readonly onChange: (kind: ConnectionKind) => void;
  readonly mayUseApplication: boolean;
}

export function KindChoice({ value, onChange, mayUseApplication }: KindProps) {
  return (
    <Radio.Group value={value} onChange={(kind) => onChange(kind)} aria-label="Whose access is used">
      <Group grow align="stretch" gap="sm">
        {kinds
          .filter((kind) => mayUseApplication || kind.value === 'delegated')
          .map((kind) => (
            <Radio.Card
              key={kind.value}
              value={kind.value}
              p="sm"
              radius="md"
              style={{ display: 'flex', alignItems: 'flex-start' }}
            >
              <Group wrap="nowrap" align="flex-start" gap="sm">
                <Radio.Indicator mt={2} />
                <div>
                  <Text fw={600}>{kind.title}</Text>
                  <Text c="dimmed">{kind.about}</Text>
                </div>
              </Group>
            </Radio.Card>
          ))}
      </Group>
    </Radio.Group>
  );
}
