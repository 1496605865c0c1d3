import { Kbd, Modal, Text, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { Place } from './places.ts';

const PaletteList = lazy(async () => ({ default: (await import('./palette-list.tsx')).PaletteList }));
const opener = /mac/i.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K';

export function PaletteButton({ onOpen }: { onOpen: () => void }) {
  return (
    <UnstyledButton
      onClick={onOpen}
      px={10}
      h={30}
      style={{ border: '1px solid var(--cm-line)', borderRadius: 6, display: 'flex', alignItems: 'center', gap: 8 }}
    >
      <IconSearch size={15} aria-hidden="true" />
      <Text c="dimmed">Go to…</Text>
      <Kbd size="xs">{opener}</Kbd>
    </UnstyledButton>
  );
}

interface PaletteProps {
  readonly places: readonly Place[];
  readonly opened: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

/** Every page and every matter by a few letters of its name. */
export function Palette({ places, opened, onOpen, onClose }: PaletteProps) {
  useHotkeys([['mod+K', onOpen]], []);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Go to"
      withCloseButton={false}
      padding={0}
      yOffset={96}
      centered={false}
      size={520}
      styles={{
        header: { position: 'absolute', width: 1, height: 1, minHeight: 0, overflow: 'hidden', clipPath: 'inset(50%)' },
      }}
    >
      <Suspense fallback={null}>{opened && <PaletteList places={places} onClose={onClose} />}</Suspense>
    </Modal>
  );
}
