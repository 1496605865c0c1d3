import { Badge, Box, Button, Group, Text, Title } from '@mantine/core';
import { IconNote, IconTag } from '@tabler/icons-react';
import type { Message } from '../../../api/review/messages.ts';
import type { Person } from '../../../api/review/search.ts';
import { Facts } from '../../../parts/facts.tsx';
import { When } from '../../../parts/when.tsx';
import { markName } from '../mark-name.ts';
import type { PaneAsk } from './pane-ask.ts';
import { TagChip } from './tag-chip.tsx';
import { TagMenu } from './tag-menu.tsx';

interface HeadProps {
  readonly matter: string;
  readonly message: Message;
  readonly ask: PaneAsk;
  readonly onAsk: (ask: PaneAsk) => void;
}

export function MessageHead({ matter, message, ask, onAsk }: HeadProps) {
  const { subject, exceptions } = message;
  return (
    <Box px="md" pt="sm" pb="xs">
      <Group justify="space-between" align="flex-start" wrap="nowrap" mb={6}>
        <Title order={2}>{subject === null || subject === '' ? 'No subject' : subject}</Title>
        <Group gap={6} wrap="nowrap">
          <TagMenu
            matter={matter}
            message={message}
            opened={ask === 'tag'}
            onChange={(isOpen) => onAsk(isOpen ? 'tag' : null)}
          >
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconTag size={14} />}
              onClick={() => onAsk(ask === 'tag' ? null : 'tag')}
            >
              Tag
            </Button>
          </TagMenu>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconNote size={14} />}
            onClick={() => onAsk('note')}
          >
            Note
          </Button>
        </Group>
      </Group>
      <Envelope message={message} />
      <Labels message={message} />
      {exceptions.map(({ part, reason, detail }) => (
        <Text key={`${part} ${reason}`} mt={6} c="var(--cm-warn)">
          {detail}
        </Text>
      ))}
    </Box>
  );
}

function Envelope({ message }: { message: Message }) {
  const { from, to, cc, bcc, sent, received, custodian, mailbox, folder } = message;
  const people = (name: string, some: readonly Person[]) =>
    [name, some.length === 0 ? null : <People key={name} people={some} />] as const;
  return (
    <Box style={{ '--facts-name': '72px' }}>
      <Facts
        facts={[
          people('From', from),
          people('To', to),
          people('Cc', cc),
          people('Bcc', bcc),
          ['Sent', sent === null ? null : <When key="sent" at={sent} />],
          ['Received', received === null || received === sent ? null : <When key="received" at={received} />],
          ['Held by', `${custodian} · ${mailbox} · ${folder}`],
        ]}
      />
    </Box>
  );
}

/** What people and processing say of the message. */
function Labels({ message }: { message: Message }) {
  const { tags, holds, marks } = message;
  return (
    <Group gap={6} mt={8}>
      {tags.map((tag) => (
        <TagChip key={tag.id} tag={tag} />
      ))}
      {holds.map(({ id, name }) => (
        <Badge key={id} color="violet">
          Hold: {name}
        </Badge>
      ))}
      {marks.map((mark) => (
        <Badge key={mark} color="gray" variant="outline">
          {markName(mark)}
        </Badge>
      ))}
    </Group>
  );
}

function People({ people }: { people: readonly Person[] }) {
  return (
    <span>
      {people.map(({ name, address }, at) => (
        <span key={`${address} ${String(at)}`} title={address}>
          {at > 0 && ', '}
          {name === '' ? address : name}
          {name !== '' && people.length < 4 && (
            <Text span inherit c="dimmed">
              {' '}
              &lt;{address}&gt;
            </Text>
          )}
        </span>
      ))}
    </span>
  );
}
