import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { messageQuery, type Message } from '../../../api/review/messages.ts';
import { Loaded } from '../../../parts/states.tsx';
import { Attachments } from './parts/attachments.tsx';
import { CustodyPanel } from './parts/custody-panel.tsx';
import { Headers } from './parts/headers.tsx';
import { MessageBody } from './message-body.tsx';
import { MessageHead } from './message-head.tsx';
import type { PaneAsk } from './pane-ask.ts';
import { Notes } from './notes.tsx';
import { Copies, Thread } from './related.tsx';
import { Source } from './parts/source.tsx';

interface PaneProps {
  readonly matter: string;
  readonly id: string;
  readonly ask: PaneAsk;
  readonly onAsk: (ask: PaneAsk) => void;
  readonly onOpen: (id: string) => void;
}

export function MessagePane({ matter, id, ask, onAsk, onOpen }: PaneProps) {
  const query = useQuery(messageQuery(matter, id));
  return (
    <Loaded query={query} rows={10}>
      {(message) => (
        <article aria-label={message.subject ?? 'Message without a subject'}>
          <MessageHead matter={matter} message={message} ask={ask} onAsk={onAsk} />
          <Notes
            matter={matter}
            message={message}
            isWriting={ask === 'note'}
            onWriting={(isOpen) => onAsk(isOpen ? 'note' : null)}
          />
          <Parts matter={matter} message={message} onOpen={onOpen} />
        </article>
      )}
    </Loaded>
  );
}

function Parts({ matter, message, onOpen }: { matter: string; message: Message; onOpen: (id: string) => void }) {
  const { id, attachments } = message;
  return (
    <Tabs defaultValue="message" keepMounted={false}>
      <Tabs.List px="md" style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
        <Tabs.Tab value="message">Message</Tabs.Tab>
        {attachments.length > 0 && <Tabs.Tab value="attachments">Attachments ({attachments.length})</Tabs.Tab>}
        <Tabs.Tab value="thread">Thread</Tabs.Tab>
        <Tabs.Tab value="copies">Copies</Tabs.Tab>
        <Tabs.Tab value="custody">Custody</Tabs.Tab>
        <Tabs.Tab value="headers">Headers</Tabs.Tab>
        <Tabs.Tab value="source">Source</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="message">
        <MessageBody matter={matter} message={message} />
      </Tabs.Panel>
      <Tabs.Panel value="attachments" p="md">
        <Attachments matter={matter} message={message} />
      </Tabs.Panel>
      <Tabs.Panel value="thread" p="md">
        <Thread matter={matter} id={id} onOpen={onOpen} />
      </Tabs.Panel>
      <Tabs.Panel value="copies" p="md">
        <Copies matter={matter} id={id} onOpen={onOpen} />
      </Tabs.Panel>
      <Tabs.Panel value="custody" p="md">
        <CustodyPanel matter={matter} id={id} />
      </Tabs.Panel>
      <Tabs.Panel value="headers" p="md">
        <Headers matter={matter} id={id} />
      </Tabs.Panel>
      <Tabs.Panel value="source" p="md">
        <Source matter={matter} id={id} />
      </Tabs.Panel>
    </Tabs>
  );
}
