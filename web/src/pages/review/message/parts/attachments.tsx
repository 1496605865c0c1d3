import { ActionIcon, Button, Group, Modal, Paper, Stack, Text } from '@mantine/core';
import { IconDownload, IconFile, IconMail } from '@tabler/icons-react';
import { useState } from 'react';
import { attachmentAddress, type Attachment, type Message } from '../../../../api/review/messages.ts';
import { size } from '../../../../parts/words.ts';
import { NestedMessage } from './nested-message.tsx';

/** How a browser may show it without asking anything of it. */
function previewOf({ mediaType: type }: Attachment): 'image' | 'pdf' | 'text' | 'mail' | null {
  if (type === 'message/rfc822') return 'mail';
  if (/^image\/(png|jpeg|gif|webp|bmp)$/.test(type)) return 'image';
  if (type === 'application/pdf') return 'pdf';
  return /^text\//.test(type) ? 'text' : null;
}

function nameOf({ name }: Attachment): string {
  return name === null || name === '' ? 'without a name' : name;
}

export function Attachments({ matter, message }: { matter: string; message: Message }) {
  const [shown, setShown] = useState<Attachment | null>(null);
  return (
    <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {message.attachments.map((attachment) => {
        const { part, mediaType } = attachment;
        const isMessage = previewOf(attachment) === 'mail';
        const label = nameOf(attachment);
        return (
          <Paper key={part} component="li" p="xs">
            <Group justify="space-between" wrap="nowrap">
              <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
                {isMessage ? <IconMail size={18} /> : <IconFile size={18} />}
                <div className="cm-clip">
                  <Text truncate title={label}>
                    {label}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {mediaType} · {size(attachment.size)}
                  </Text>
                </div>
              </Group>
              <Group gap={6} wrap="nowrap">
                {previewOf(attachment) !== null && (
                  <Button size="compact-sm" variant="default" onClick={() => setShown(attachment)}>
                    {isMessage ? 'Open' : 'Preview'}
                  </Button>
                )}
                <ActionIcon
                  component="a"
                  href={attachmentAddress(matter, message.id, part)}
                  download
                  aria-label={`Download ${label}`}
                >
                  <IconDownload size={16} />
                </ActionIcon>
              </Group>
            </Group>
          </Paper>
        );
      })}
      <Modal
        opened={shown !== null}
        onClose={() => setShown(null)}
        title={shown === null ? '' : nameOf(shown)}
        size="80%"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {shown !== null && <Preview matter={matter} id={message.id} attachment={shown} />}
      </Modal>
    </Stack>
  );
}

function Preview({ matter, id, attachment }: { matter: string; id: string; attachment: Attachment }) {
  const address = `${attachmentAddress(matter, id, attachment.part)}?inline=true`;
  const kind = previewOf(attachment);
  if (kind === 'mail') return <NestedMessage matter={matter} id={id} part={attachment.part} />;
  if (kind === 'image') return <img src={address} alt={nameOf(attachment)} style={{ maxWidth: '100%' }} />;
  const frame = { width: '100%', height: '70dvh', border: 0, background: '#fff' };
  return kind === 'pdf' ? (
    <iframe src={address} title={nameOf(attachment)} style={frame} />
  ) : (
    <iframe src={address} title={nameOf(attachment)} sandbox="" style={frame} />
  );
}
