import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readSearch } from '../review-address.ts';
import { shellRoute } from './root-routes.ts';

const uploads = createRoute({
  getParentRoute: () => shellRoute,
  path: '/matters/$matter/uploads',
  component: lazyRouteComponent(() => import('../../pages/uploads/uploads-page.tsx'), 'UploadsPage'),
});

const newUpload = createRoute({
  getParentRoute: () => shellRoute,
  path: '/matters/$matter/uploads/new',
  component: lazyRouteComponent(() => import('../../pages/uploads/new/new-upload-page.tsx'), 'NewUploadPage'),
});

const custodians = createRoute({
  getParentRoute: () => shellRoute,
  path: '/matters/$matter/custodians',
  component: lazyRouteComponent(() => import('../../pages/matter/custodians-page.tsx'), 'CustodiansPage'),
});

const custodian = createRoute({
  getParentRoute: () => shellRoute,
  path: '/matters/$matter/custodians/$custodian',
  component: lazyRouteComponent(() => import('../../pages/matter/custodian-page.tsx'), 'CustodianPage'),
});

const members = createRoute({
  getParentRoute: () => shellRoute,
  path: '/matters/$matter/members',
  component: lazyRouteComponent(() => import('../../pages/matter/members-page.tsx'), 'MembersPage'),
});

const overview = createRoute({
  getParentRoute: () => shellRoute,
  path: '/matters/$matter',
  component: lazyRouteComponent(() => import('../../pages/matter/overview-page.tsx'), 'OverviewPage'),
});

const upload = createRoute({
  getParentRoute: () => shellRoute,
  path: '/matters/$matter/uploads/$collection',
  component: lazyRouteComponent(() => import('../../pages/uploads/detail/upload-page.tsx'), 'UploadPage'),
});

const review = createRoute({
  getParentRoute: () => shellRoute,
  path: '/matters/$matter/review',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('../../pages/review/review-page.tsx'), 'ReviewPage'),
});

const exports = createRoute({
  getParentRoute: () => shellRoute,
  path: '/matters/$matter/exports',
  component: lazyRouteComponent(() => import('../../pages/exports/exports-page.tsx'), 'ExportsPage'),
});

export const matterRoutes = [
  overview,
  uploads,
  newUpload,
  upload,
  review,
  exports,
  custodians,
  custodian,
  members,
] as const;
