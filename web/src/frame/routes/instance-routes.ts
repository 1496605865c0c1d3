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

export const instanceRoutes = [home, matters, people, person, audit, profile] as const;
