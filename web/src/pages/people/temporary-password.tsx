import { Button, Group, Stack, Text } from '@mantine/core';
import { CopyableText } from '../../parts/copyable.tsx';

/** The one moment in which a temporary password can be read. */
export function TemporaryPassword({ password, onClose }: { password: string; onClose: () => void }) {
  return (
    <Stack>
      <Text>
        Hand this temporary password over yourself; it is shown only now. At the first sign-in it is changed for one of
        their own.
      </Text>
      <CopyableText text={password} label="Temporary password" />
      <Group justify="flex-end">
        <Button onClick={onClose}>I have it</Button>
      </Group>
    </Stack>
  );
}
