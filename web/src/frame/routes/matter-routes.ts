import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from './root-routes.ts';

const overview = createRoute({
  getParentRoute: () => shellRoute,
  path: '/matters/$matter',
  component: lazyRouteComponent(() => import('../../pages/matter/overview-page.tsx'), 'OverviewPage'),
});

const custodians = createRoute({
  getParentRoute: () => shellRoute,
  path: '/matters/$matter/custodians',
  component: lazyRouteComponent(() => import('../../pages/matter/custodians-page.tsx'), 'CustodiansPage'),
});

const members = createRoute({
  getParentRoute: () => shellRoute,
  path: '/matters/$matter/members',
  component: lazyRouteComponent(() => import('../../pages/matter/members-page.tsx'), 'MembersPage'),
});

export const matterRoutes = [overview, custodians, members] as const;
