import { Combobox, Group, ScrollArea, Text, TextInput, useCombobox } from '@mantine/core';
import { IconFolder, IconSearch, type Icon } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useMe } from '../../api/resources/me.ts';
import type { Place } from './places.ts';

interface Target {
  readonly label: string;
  readonly to: string;
  readonly icon: Icon;
  readonly hint: string;
}

/** The list of the palette; its box is fetched when it is first opened. */
export function PaletteList({ places, onClose }: { places: readonly Place[]; onClose: () => void }) {
  const { matters } = useMe();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({ opened: true });
  const box = useRef<HTMLInputElement>(null);
  // It comes after the dialog that has placed the focus.
  useEffect(() => box.current?.focus(), []);
  const targets: Target[] = [
    ...places.map(({ label, to, icon, key }) => ({ label, to, icon, hint: `g ${key}` })),
    ...matters.map(({ id, name }) => ({ label: name, to: `/matters/${id}`, icon: IconFolder, hint: 'matter' })),
  ];
  const wanted = typed.trim().toLowerCase();
  const found = targets.filter(({ label }) => label.toLowerCase().includes(wanted)).slice(0, 50);
  const go = (to: string) => {
    onClose();
    void navigate({ to });
  };
  return (
    <Combobox store={combobox} onOptionSubmit={go} withinPortal={false}>
      <Combobox.EventsTarget>
        <TextInput
          ref={box}
          data-autofocus
          variant="unstyled"
          px="md"
          py={6}
          aria-label="Page or matter"
          placeholder="Page or matter"
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onClose();
          }}
        />
      </Combobox.EventsTarget>
      <ScrollArea.Autosize mah={380} type="auto" style={{ borderTop: '1px solid var(--cm-line)' }}>
        <Combobox.Options p={6} aria-label="Found">
          {found.map(({ label, to, icon: Shown, hint }) => (
            <Combobox.Option value={to} key={to}>
              <Group justify="space-between" wrap="nowrap">
                <Group gap="sm" wrap="nowrap">
                  <Shown size={16} stroke={1.6} />
                  <Text truncate>{label}</Text>
                </Group>
                <Text c="dimmed" size="xs">
                  {hint}
                </Text>
              </Group>
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>Nothing of that name</Combobox.Empty>}
        </Combobox.Options>
      </ScrollArea.Autosize>
    </Combobox>
  );
}
