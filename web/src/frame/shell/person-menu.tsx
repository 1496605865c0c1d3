import {
  Avatar,
  Menu,
  Text,
  UnstyledButton,
  VisuallyHidden,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { IconKeyboard, IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMe } from '../../api/resources/me.ts';
import { signOut } from '../../api/resources/sign-in.ts';
import { tellProblem } from '../../parts/toast.ts';
import { sentence } from '../../parts/words.ts';
import { queryClient } from '../query-client.ts';

/** Who is signed in, and what belongs to them. */
export function PersonMenu({ onShowKeys }: { onShowKeys: () => void }) {
  const { person, version } = useMe();
  const navigate = useNavigate();
  const leave = async () => {
    try {
      await signOut();
    } catch (thrown) {
      tellProblem(thrown);
      return;
    }
    await navigate({ to: '/sign-in' });
    queryClient.clear();
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton style={{ borderRadius: '50%' }}>
          <VisuallyHidden>Menu of {person.name}</VisuallyHidden>
          <Avatar name={person.name} color="steel" variant="filled" size={28} alt="" aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={600} c="var(--mantine-color-text)" truncate>
            {person.name}
          </Text>
          <Text size="xs" truncate>
            {person.email}
          </Text>
          <Text size="xs">{sentence(person.instanceRole)}</Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to="/profile" leftSection={<IconUserCircle size={16} />}>
          Profile
        </Menu.Item>
        <SchemeItem />
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onShowKeys}>
          Keys
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
        <Menu.Label>Chainmail {version}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}

function SchemeItem() {
  const shown = useComputedColorScheme('light');
  const { setColorScheme } = useMantineColorScheme();
  const isDark = shown === 'dark';
  return (
    <Menu.Item
      leftSection={isDark ? <IconSun size={16} /> : <IconMoon size={16} />}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? 'Light' : 'Dark'} appearance
    </Menu.Item>
  );
}
