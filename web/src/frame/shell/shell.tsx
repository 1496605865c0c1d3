import { AppShell, Group, UnstyledButton } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { Link, Outlet, useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe, useMembership } from '../../api/resources/me.ts';
import { PageMissing, PageNotYours } from '../page-failed.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { useKeys } from '../keys.ts';
import { Navigation } from './navigation.tsx';
import { Palette, PaletteButton } from './palette.tsx';
import { PersonMenu } from './person-menu.tsx';
import { mayOpen, placesOfInstance, placesOfMatter, profilePlace } from './places.ts';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import classes from './shell.module.css';

/** Everything around a page: the head, the navigation, and what can be reached from anywhere by keys. */
export function Shell() {
  const me = useMe();
  const navigate = useNavigate();
  const { matter } = useParams({ strict: false });
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const role = useMembership(matter ?? '')?.role ?? null;
  const isOutside = matter !== undefined && role === null && me.person.instanceRole === 'member';
  const inMatter = matter === undefined ? [] : placesOfMatter(matter, role, me.person.instanceRole === 'administrator');
  const inInstance = placesOfInstance(me);
  const places = [...inMatter, ...inInstance, profilePlace];
  const [opened, setOpened] = useState<'palette' | 'sheet' | null>(null);
  const [isNarrow, setNarrow] = useNarrowNavigation();
  useKeys((word) => {
    const place = places.find(({ key }) => word === `g ${key}`);
    if (place !== undefined) void navigate({ to: place.to });
    else if (word === '?') setOpened('sheet');
    else if (word === '[') setNarrow(!isNarrow);
    else return false;
    return true;
  });
  return (
    <AppShell header={{ height: 48 }} navbar={{ width: isNarrow ? 56 : 212, breakpoint: 0 }} padding={0}>
      <a className="cm-skip" href="#page">
        Skip to the page
      </a>
      <Head onPalette={() => setOpened('palette')} onKeys={() => setOpened('sheet')} />
      <AppShell.Navbar className={classes['navigation']} aria-label="Pages">
        <Navigation
          inMatter={inMatter}
          inInstance={inInstance}
          isNarrow={isNarrow}
          onNarrow={() => setNarrow(!isNarrow)}
        />
      </AppShell.Navbar>
      <AppShell.Main className={classes['main']}>
        <div id="page" tabIndex={-1} className={classes['page']}>
          {mayOpen(me, path) ? <Outlet /> : isOutside ? <PageMissing /> : <PageNotYours />}
        </div>
      </AppShell.Main>
      <Palette
        places={places}
        opened={opened === 'palette'}
        onOpen={() => setOpened('palette')}
        onClose={() => setOpened(null)}
      />
      <ShortcutSheet places={places} opened={opened === 'sheet'} onClose={() => setOpened(null)} />
    </AppShell>
  );
}

function Head({ onPalette, onKeys }: { onPalette: () => void; onKeys: () => void }) {
  return (
    <AppShell.Header className={classes['head']}>
      <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
        <UnstyledButton component={Link} to="/matters" aria-label="Chainmail, all matters" className={classes['mark']}>
          <img src="/chainmail.svg" alt="" width={24} height={24} />
        </UnstyledButton>
        <Breadcrumb />
      </Group>
      <Group gap="xs" wrap="nowrap">
        <PaletteButton onOpen={onPalette} />
        <PersonMenu onShowKeys={onKeys} />
      </Group>
    </AppShell.Header>
  );
}

/** The review needs the width; elsewhere, and when somebody chose, the choice stands. */
function useNarrowNavigation(): [boolean, (narrow: boolean) => void] {
  const isReview = useRouterState({ select: ({ location }) => location.pathname.endsWith('/review') });
  const isSmall = useMediaQuery('(max-width: 1500px)', true);
  const isTight = useMediaQuery('(max-width: 1100px)', false);
  const [chosen, choose] = useLocalStorage<{ review?: boolean; else?: boolean }>({
    key: 'chainmail-narrow-navigation',
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const isNarrow = isReview ? (chosen.review ?? isSmall) : (chosen.else ?? isTight);
  return [isNarrow, (narrow) => choose({ ...chosen, [isReview ? 'review' : 'else']: narrow })];
}
