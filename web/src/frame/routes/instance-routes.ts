import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { shellRoute } from './root-routes.ts';

const home = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/matters', throw: true });
  },
});

const matters = createRoute({
  getParentRoute: () => shellRoute,
  path: '/matters',
  component: lazyRouteComponent(() => import('../../pages/matters/matters-page.tsx'), 'MattersPage'),
});

const connections = createRoute({
  getParentRoute: () => shellRoute,
  path: '/connections',
  component: lazyRouteComponent(() => import('../../pages/connections/connections-page.tsx'), 'ConnectionsPage'),
});

const newConnection = createRoute({
  getParentRoute: () => shellRoute,
  path: '/connections/new',
  validateSearch: ({ refused }: Record<string, unknown>): { refused?: string } =>
    typeof refused === 'string' ? { refused } : {},
  component: lazyRouteComponent(
    () => import('../../pages/connections/new/new-connection-page.tsx'),
    'NewConnectionPage',
  ),
});

const connection = createRoute({
  getParentRoute: () => shellRoute,
  path: '/connections/$connection',
  validateSearch: ({ check, signedIn }: Record<string, unknown>): { check?: true } =>
    check === true || signedIn !== undefined ? { check: true } : {},
  component: lazyRouteComponent(() => import('../../pages/connections/connection-page.tsx'), 'ConnectionPage'),
});

const people = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people',
  component: lazyRouteComponent(() => import('../../pages/people/people-page.tsx'), 'PeoplePage'),
});

const person = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people/$person',
  component: lazyRouteComponent(() => import('../../pages/people/person-page.tsx'), 'PersonPage'),
});

const audit = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('../../pages/audit/audit-page.tsx'), 'AuditPage'),
});

const profile = createRoute({
  getParentRoute: () => shellRoute,
  path: '/profile',
  component: lazyRouteComponent(() => import('../../pages/profile/profile-page.tsx'), 'ProfilePage'),
});

export const instanceRoutes = [
  home,
  matters,
  connections,
  newConnection,
  connection,
  people,
  person,
  audit,
  profile,
] as const;
