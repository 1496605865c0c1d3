import {
  IconBriefcase,
  IconChartBar,
  IconCloudUpload,
  IconFileExport,
  IconFolders,
  IconListSearch,
  IconPlugConnected,
  IconShieldCheck,
  IconUserCircle,
  IconUsers,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react';
import type { Me } from '../../api/resources/me.ts';

/** Somewhere a person can go: an entry of the navigation, of the palette, and of the list of keys. */
export interface Place {
  readonly label: string;
  readonly to: string;
  readonly icon: Icon;
  /** Typed after `g`. */
  readonly key: string;
}

type MatterRole = Me['matters'][number]['role'];

interface MatterPlace extends Place {
  readonly roles: readonly MatterRole[];
}

const matterPlaces: readonly MatterPlace[] = [
  { label: 'Overview', to: '', icon: IconChartBar, key: 'o', roles: ['case-manager', 'reviewer', 'auditor'] },
  { label: 'Uploads', to: '/uploads', icon: IconCloudUpload, key: 'u', roles: ['case-manager', 'uploader', 'auditor'] },
  { label: 'Review', to: '/review', icon: IconListSearch, key: 'r', roles: ['case-manager', 'reviewer'] },
  { label: 'Exports', to: '/exports', icon: IconFileExport, key: 'e', roles: ['case-manager', 'auditor'] },
  {
    label: 'Custodians',
    to: '/custodians',
    icon: IconUsersGroup,
    key: 'c',
    roles: ['case-manager', 'reviewer', 'uploader', 'auditor'],
  },
  { label: 'Members', to: '/members', icon: IconBriefcase, key: 'b', roles: ['case-manager', 'auditor'] },
];

/** The pages of a matter its member may open. */
export function placesOfMatter(matter: string, role: MatterRole | null, isAdministrator: boolean): readonly Place[] {
  return matterPlaces
    .filter((place) => (role !== null && place.roles.includes(role)) || (isAdministrator && place.to === '/members'))
    .map(({ label, to, icon, key }) => ({ label, to: `/matters/${matter}${to}`, icon, key }));
}

/** Whether a typed address is a page of this person; the server decides by itself what it answers. */
export function mayOpen({ person, matters }: Me, path: string): boolean {
  const [, area = '', matter = '', place = '', more = ''] = path.split('/');
  if (area === 'people') return person.instanceRole !== 'member';
  if (area !== 'matters' || matter === '') return true;
  const role = matters.find(({ id }) => id === matter)?.role ?? null;
  if (role === null) {
    if (person.instanceRole === 'administrator') return place === '' || place === 'members';
    // An auditor of the instance is let in by the server, page by page.
    return person.instanceRole === 'auditor';
  }
  if (place === 'uploads' && more === 'new') return role === 'case-manager' || role === 'uploader';
  const known = matterPlaces.find(({ to }) => to === `/${place}`);
  return known === undefined || known.roles.includes(role) || person.instanceRole !== 'member';
}

/** The pages of the instance. */
export function placesOfInstance({ person, matters }: Me): readonly Place[] {
  const isAdministrator = person.instanceRole === 'administrator';
  const collects = matters.some(({ role }) => role === 'case-manager' || role === 'uploader');
  const audits = person.instanceRole !== 'member' || matters.some(({ role }) => role === 'auditor');
  return [
    { label: 'Matters', to: '/matters', icon: IconFolders, key: 'm' },
    ...(isAdministrator || collects
      ? [{ label: 'Connections', to: '/connections', icon: IconPlugConnected, key: 'n' }]
      : []),
    ...(isAdministrator ? [{ label: 'People', to: '/people', icon: IconUsers, key: 'p' }] : []),
    ...(audits ? [{ label: 'Audit trail', to: '/audit', icon: IconShieldCheck, key: 'a' }] : []),
  ];
}

export const profilePlace: Place = { label: 'Profile', to: '/profile', icon: IconUserCircle, key: 'i' };
