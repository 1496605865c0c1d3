import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link, useParams, useRouterState } from '@tanstack/react-router';
import { useMatterName } from './matter-name.ts';
import type { Place } from './places.ts';
import classes from './shell.module.css';

interface NavigationProps {
  readonly inMatter: readonly Place[];
  readonly inInstance: readonly Place[];
  readonly isNarrow: boolean;
  readonly onNarrow: () => void;
}

/** The pages on the left: those of the matter first, then those of the instance. */
export function Navigation({ inMatter, inInstance, isNarrow, onNarrow }: NavigationProps) {
  const { matter } = useParams({ strict: false });
  const name = useMatterName(matter);
  const Fold = isNarrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  const fold = isNarrow ? 'Show the names of the pages' : 'Make the navigation narrow';
  return (
    <>
      <nav className={classes['list']} aria-label="Main">
        {inMatter.length > 0 && (
          <>
            <div className={classes['section']} title={name}>
              {isNarrow ? '\u00a0' : name}
            </div>
            {inMatter.map((place) => (
              <PlaceLink key={place.to} place={place} isNarrow={isNarrow} isExact={place.to.split('/').length === 3} />
            ))}
          </>
        )}
        <div className={classes['section']}>{isNarrow ? '\u00a0' : 'All of Chainmail'}</div>
        {inInstance.map((place) => (
          <PlaceLink key={place.to} place={place} isNarrow={isNarrow} isExact={place.to === '/matters'} />
        ))}
      </nav>
      <div className={classes['foot']}>
        <Tooltip label={`${fold} ([)`} position="right">
          <UnstyledButton className={classes['place']} w="100%" onClick={onNarrow} aria-label={fold}>
            <Fold size={18} stroke={1.6} />
            {!isNarrow && <span>Narrow</span>}
          </UnstyledButton>
        </Tooltip>
      </div>
    </>
  );
}

function PlaceLink({ place, isNarrow, isExact }: { place: Place; isNarrow: boolean; isExact: boolean }) {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const isHere = path === place.to || (!isExact && path.startsWith(`${place.to}/`));
  const link = (
    <Link
      to={place.to}
      className={classes['place']}
      data-here={isHere}
      aria-current={isHere ? 'page' : undefined}
      aria-label={isNarrow ? place.label : undefined}
    >
      <place.icon size={18} stroke={1.6} />
      {!isNarrow && <span>{place.label}</span>}
    </Link>
  );
  return isNarrow ? (
    <Tooltip label={place.label} position="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
