import { Box, Group, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { htmlAddress, type Message } from '../../../api/review/messages.ts';
import { counted } from '../../../parts/words.ts';
import { useBlockedCount } from './use-blocked-count.ts';
import classes from './message-body.module.css';

/** The body as HTML in a frame that may do nothing, or as plain text. */
export function MessageBody({ matter, message }: { matter: string; message: Message }) {
  const { id, text, hasHtml, subject } = message;
  const [form, setForm] = useState(hasHtml ? 'html' : 'text');
  const blocked = useBlockedCount(hasHtml ? htmlAddress(matter, id) : null);
  return (
    <Box p="md">
      {hasHtml && (
        <Group justify="space-between" mb="xs">
          <SegmentedControl
            size="xs"
            aria-label="Form of the body"
            value={form}
            onChange={setForm}
            data={[
              { value: 'html', label: 'As it was written' },
              { value: 'text', label: 'Plain text' },
            ]}
          />
          {blocked !== null && blocked > 0 && (
            <Text size="xs" c="dimmed">
              Remote content blocked: {counted(blocked, 'item')}
            </Text>
          )}
        </Group>
      )}
      {form === 'html' ? (
        <iframe
          className={classes['frame']}
          sandbox=""
          referrerPolicy="no-referrer"
          title={`Body of ${subject ?? 'the message'}`}
          src={htmlAddress(matter, id)}
        />
      ) : (
        <pre className={classes['text']} tabIndex={0}>
          {text === '' ? 'There is no text.' : text}
        </pre>
      )}
    </Box>
  );
}
