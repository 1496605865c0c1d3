import { createRouter } from '@tanstack/react-router';
import { doorRoutes } from './routes/door-routes.ts';
import { instanceRoutes } from './routes/instance-routes.ts';
import { matterRoutes } from './routes/matter-routes.ts';
import { rootRoute, shellRoute } from './routes/root-routes.ts';
import { PageFailed, PageMissing } from './page-failed.tsx';

export const router = createRouter({
  routeTree: rootRoute.addChildren([...doorRoutes, shellRoute.addChildren([...instanceRoutes, ...matterRoutes])]),
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: PageMissing,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
