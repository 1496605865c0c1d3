import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { CopyableText } from '../../parts/copyable.tsx';
import { When } from '../../parts/when.tsx';

export function LinkDialog({
  link,
  onClose,
}: {
  link: { url: string; expiresAt: string } | null;
  onClose: () => void;
}) {
  return (
    <Modal opened={link !== null} onClose={onClose} title="Download link" closeButtonProps={{ 'aria-label': 'Close' }}>
      {link !== null && (
        <Stack>
          <Text>
            Whoever has this link can download the files without signing in, until <When at={link.expiresAt} />.
          </Text>
          <CopyableText text={new URL(link.url, window.location.href).href} label="Download link" />
          <Group justify="flex-end">
            <Button component="a" href={link.url} download leftSection={<IconDownload size={16} />}>
              Download
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
